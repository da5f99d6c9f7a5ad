package beamline.router.postgres.tenant;

import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.PostgresProvider;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;

/**
 * Provides the tenant store {@code postgres}. Configured below {@code tenant-store.postgres.}:
 * {@code url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code
 * schema}, {@code migrate}, {@code timeout}, {@code listen}, {@code poll-interval}.
 */
public final class PostgresTenantStoreProvider extends PostgresProvider<TenantStore>
    implements TenantStoreProvider {

  /** For the service loader. */
  public PostgresTenantStoreProvider() {
    super("tenant store postgres", DatabaseSettings.FOLLOWER_KEYS, PostgresTenantStore::new);
  }
}
