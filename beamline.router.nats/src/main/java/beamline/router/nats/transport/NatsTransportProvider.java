package beamline.router.nats.transport;

import beamline.router.nats.connection.LentDialer;
import beamline.router.nats.connection.OwnDialer;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import io.nats.client.Connection;

/** Provides the transport {@code nats}; configured below {@code transport.nats.}. */
public final class NatsTransportProvider implements TransportProvider {

  /** For the service loader. */
  public NatsTransportProvider() {}

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public Transport create(ComponentContext context) {
    return connecting(context, () -> {});
  }

  /**
   * On a connection of its own.
   *
   * @param whenClosed what is to be closed after the transport
   */
  public static Transport connecting(ComponentContext context, Runnable whenClosed) {
    TransportSettings.check(context.config());
    OwnDialer dialer = new OwnDialer(context, "nats", context.telemetry().transport(), whenClosed);
    NatsTransport transport =
        new NatsTransport(dialer, TransportSettings.from(context.config()), context);
    dialer.onSlow(transport::dropped);
    return transport;
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the transport
   */
  public static Transport on(Connection connection, ComponentContext context, Runnable whenClosed) {
    return new NatsTransport(
        new LentDialer(connection, whenClosed), TransportSettings.from(context.config()), context);
  }
}
