package beamline.router.postgres.access;

import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.PostgresProvider;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AccessStoreProvider;

/**
 * Provides the access store {@code postgres}. Configured below {@code access-store.postgres.}:
 * {@code url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code
 * schema}, {@code migrate}, {@code timeout}.
 */
public final class PostgresAccessStoreProvider extends PostgresProvider<AccessStore>
    implements AccessStoreProvider {

  /** For the service loader. */
  public PostgresAccessStoreProvider() {
    super("access store postgres", DatabaseSettings.KEYS, PostgresAccessStore::new);
  }
}
