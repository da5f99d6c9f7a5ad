package beamline.router.nats.state;

import beamline.router.nats.connection.ConnectionSettings;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import io.nats.client.Connection;
import java.time.Duration;
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
    StateSettings settings = StateSettings.from(config);
    StateDialer dialer =
        new StateDialer(
            ConnectionSettings.from(config),
            config.duration("reconnect-delay", Duration.ofSeconds(1)),
            config.duration("max-reconnect-delay", Duration.ofSeconds(30)),
            context.scheduler());
    StateLink link = new StateLink(settings, context, dialer::hangUp);
    dialer.dial(link);
    return new NatsStateStore(link, settings, context::epochMillis);
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the store
   */
  public static StateStore on(
      Connection connection, ComponentContext context, Runnable whenClosed) {
    StateSettings settings = StateSettings.from(context.config());
    StateLink[] own = new StateLink[1];
    StateLink link =
        new StateLink(
            settings,
            context,
            () -> {
              connection.removeConnectionListener(own[0]);
              whenClosed.run();
            });
    own[0] = link;
    connection.addConnectionListener(link);
    if (connection.getStatus() == Connection.Status.CONNECTED) {
      link.connected(connection);
    }
    return new NatsStateStore(link, settings, context::epochMillis);
  }
}
