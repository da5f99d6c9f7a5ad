package beamline.router.postgres.policy;

import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.PostgresProvider;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;

/**
 * Provides the policy store {@code postgres}. Configured below {@code policy-store.postgres.}:
 * {@code url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code
 * schema}, {@code migrate}, {@code timeout}, {@code listen}, {@code poll-interval}.
 */
public final class PostgresPolicyStoreProvider extends PostgresProvider<PolicyStore>
    implements PolicyStoreProvider {

  /** For the service loader. */
  public PostgresPolicyStoreProvider() {
    super("policy store postgres", DatabaseSettings.FOLLOWER_KEYS, PostgresPolicyStore::new);
  }
}
