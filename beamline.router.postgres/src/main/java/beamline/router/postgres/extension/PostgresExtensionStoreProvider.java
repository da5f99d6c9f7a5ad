package beamline.router.postgres.extension;

import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.PostgresProvider;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;

/**
 * Provides the extension store {@code postgres}. Configured below {@code extension-store.postgres.}
 * with the keys of the policy store.
 */
public final class PostgresExtensionStoreProvider extends PostgresProvider<ExtensionStore>
    implements ExtensionStoreProvider {

  /** For the service loader. */
  public PostgresExtensionStoreProvider() {
    super("extension store postgres", DatabaseSettings.FOLLOWER_KEYS, PostgresExtensionStore::new);
  }
}
