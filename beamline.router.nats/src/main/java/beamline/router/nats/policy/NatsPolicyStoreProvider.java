package beamline.router.nats.policy;

import beamline.router.nats.bucket.BucketSettings;
import beamline.router.nats.connection.ConnectionSettings;
import beamline.router.nats.connection.Dialer;
import beamline.router.nats.connection.LentDialer;
import beamline.router.nats.connection.NatsLink;
import beamline.router.nats.connection.OwnDialer;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import java.util.HashSet;
import java.util.Set;

/**
 * Provides the policy store {@code nats}: a key-value bucket of JetStream. Configured below {@code
 * policy-store.nats.}: the keys of the connection as below {@code transport.nats.}, and {@code
 * bucket}, {@code replicas}, {@code manage}, {@code request-timeout}.
 */
public final class NatsPolicyStoreProvider implements PolicyStoreProvider {

  /** For the service loader. */
  public NatsPolicyStoreProvider() {}

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public PolicyStore create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(PolicySettings.KEYS);
    known.addAll(ConnectionSettings.KEYS);
    config.onlyKnown(known);
    OwnDialer dialer = new OwnDialer(context, "nats-policies", TransportTelemetry.NONE, () -> {});
    return on(dialer, context);
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the store
   */
  public static PolicyStore on(
      Connection connection, ComponentContext context, Runnable whenClosed) {
    return on(new LentDialer(connection, whenClosed), context);
  }

  private static PolicyStore on(Dialer dialer, ComponentContext context) {
    BucketSettings settings = PolicySettings.from(context.config());
    return new NatsPolicyStore(new NatsLink(dialer, TransportTelemetry.NONE), settings, context);
  }
}
