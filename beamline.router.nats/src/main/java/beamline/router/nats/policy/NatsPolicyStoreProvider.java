package beamline.router.nats.policy;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import io.nats.client.Connection;

/**
 * Provides the policy store {@code nats}: a key-value bucket of JetStream. Configured below {@code
 * policy-store.nats.}: the keys of the connection as below {@code transport.nats.}, and {@code
 * bucket}, {@code replicas}, {@code manage}, {@code request-timeout}.
 */
public final class NatsPolicyStoreProvider implements PolicyStoreProvider {
  private static final DocumentBucket BUCKET = new DocumentBucket("policy", "policies");

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
    return BUCKET.connecting(context);
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the store
   */
  public static PolicyStore on(
      Connection connection, ComponentContext context, Runnable whenClosed) {
    return BUCKET.on(connection, context, whenClosed);
  }
}
