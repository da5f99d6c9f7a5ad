package beamline.router.nats.extension;

import beamline.router.nats.policy.DocumentBucket;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;
import io.nats.client.Connection;

/**
 * Provides the extension store {@code nats}: a key-value bucket of JetStream. Configured below
 * {@code extension-store.nats.}: the keys of the connection as below {@code transport.nats.}, and
 * {@code bucket}, {@code replicas}, {@code manage}, {@code request-timeout}.
 */
public final class NatsExtensionStoreProvider implements ExtensionStoreProvider {
  private static final String TENANT = "extensions"; // keys are extensions.<id>
  private static final DocumentBucket BUCKET = new DocumentBucket("extension", "extensions");

  /** For the service loader. */
  public NatsExtensionStoreProvider() {}

  @Override
  public String name() {
    return "nats";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public ExtensionStore create(ComponentContext context) {
    return ExtensionStore.keptIn(BUCKET.connecting(context), TENANT);
  }

  /**
   * On a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the store
   */
  public static ExtensionStore on(
      Connection connection, ComponentContext context, Runnable whenClosed) {
    return ExtensionStore.keptIn(BUCKET.on(connection, context, whenClosed), TENANT);
  }
}
