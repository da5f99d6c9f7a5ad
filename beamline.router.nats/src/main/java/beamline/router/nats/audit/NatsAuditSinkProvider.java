package beamline.router.nats.audit;

import beamline.router.nats.connection.ConnectionSettings;
import beamline.router.nats.connection.Dialer;
import beamline.router.nats.connection.LentDialer;
import beamline.router.nats.connection.NatsLink;
import beamline.router.nats.connection.OwnDialer;
import beamline.router.spi.AuditSink;
import beamline.router.spi.AuditSinkProvider;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import java.util.HashSet;
import java.util.Set;

/**
 * Provides the audit sink {@code nats}: a stream of JetStream. Configured below {@code
 * audit-sink.nats.}: the keys of the connection as below {@code transport.nats.}, and {@code
 * stream}, {@code subject-prefix}, {@code manage}, {@code replicas}, {@code request-timeout}.
 */
public final class NatsAuditSinkProvider implements AuditSinkProvider {

  /** For the service loader. */
  public NatsAuditSinkProvider() {}

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public AuditSink create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(AuditStreamSettings.KEYS);
    known.addAll(ConnectionSettings.KEYS);
    config.onlyKnown(known);
    return on(new OwnDialer(context, "nats-audit", TransportTelemetry.NONE, () -> {}), context);
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the sink
   */
  public static AuditSink on(Connection connection, ComponentContext context, Runnable whenClosed) {
    return on(new LentDialer(connection, whenClosed), context);
  }

  private static AuditSink on(Dialer dialer, ComponentContext context) {
    AuditStreamSettings settings = AuditStreamSettings.from(context.config());
    NatsLink link = new NatsLink(dialer, TransportTelemetry.NONE);
    link.connect();
    return new NatsAuditSink(new AuditStream(link, settings));
  }
}
