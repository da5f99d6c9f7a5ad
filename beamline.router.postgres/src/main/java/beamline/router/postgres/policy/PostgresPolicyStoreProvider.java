package beamline.router.postgres.policy;

import beamline.router.postgres.database.Connections;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.OwnConnections;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Provides the policy store {@code postgres}. Configured below {@code policy-store.postgres.}:
 * {@code url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code
 * schema}, {@code migrate}, {@code timeout}, {@code listen}, {@code poll-interval}.
 */
public final class PostgresPolicyStoreProvider implements PolicyStoreProvider {

  private static final String COMPONENT = "policy store postgres";

  /** For the service loader. */
  public PostgresPolicyStoreProvider() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public PolicyStore create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(DatabaseSettings.KEYS);
    known.addAll(OwnConnections.KEYS);
    config.onlyKnown(known);
    DatabaseSettings settings = DatabaseSettings.from(COMPONENT, config);
    return on(OwnConnections.from(config, settings.timeout()), settings);
  }

  /** On a data source of the host's. */
  public static PolicyStore on(DataSource dataSource, ComponentConfig config) {
    config.onlyKnown(DatabaseSettings.KEYS);
    return on(Connections.of(dataSource), DatabaseSettings.from(COMPONENT, config));
  }

  private static PolicyStore on(Connections connections, DatabaseSettings settings) {
    return new PostgresPolicyStore(new Database(connections, settings), settings);
  }
}
