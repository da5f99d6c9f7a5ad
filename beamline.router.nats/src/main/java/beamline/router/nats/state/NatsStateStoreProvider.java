package beamline.router.nats.state;

import beamline.router.nats.bucket.BucketFinder;
import beamline.router.nats.connection.ConnectionSettings;
import beamline.router.nats.connection.Dialer;
import beamline.router.nats.connection.LentDialer;
import beamline.router.nats.connection.NatsLink;
import beamline.router.nats.connection.OwnDialer;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import java.util.HashSet;
import java.util.Set;

/**
 * Provides the state store {@code nats}: a key-value bucket of JetStream. Configured below {@code
 * state-store.nats.}: the keys of the connection as below {@code transport.nats.}, and {@code
 * bucket}, {@code max-age}, {@code replicas}, {@code storage}.
 */
public final class NatsStateStoreProvider implements StateStoreProvider {

  /** For the service loader. */
  public NatsStateStoreProvider() {}

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public StateStore create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(StateSettings.KEYS);
    known.addAll(ConnectionSettings.KEYS);
    config.onlyKnown(known);
    OwnDialer dialer = new OwnDialer(context, "nats-state", TransportTelemetry.NONE, () -> {});
    return on(dialer, context);
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the store
   */
  public static StateStore on(
      Connection connection, ComponentContext context, Runnable whenClosed) {
    return on(new LentDialer(connection, whenClosed), context);
  }

  private static StateStore on(Dialer dialer, ComponentContext context) {
    StateSettings settings = StateSettings.from(context.config());
    NatsLink link = new NatsLink(dialer, TransportTelemetry.NONE);
    return new NatsStateStore(
        new BucketFinder(link, settings.bucket(), context), settings, context::epochMillis);
  }
}
