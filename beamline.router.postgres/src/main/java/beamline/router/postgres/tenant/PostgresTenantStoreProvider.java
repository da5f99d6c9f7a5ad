package beamline.router.postgres.tenant;

import beamline.router.postgres.database.Connections;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.OwnConnections;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Provides the tenant store {@code postgres}. Configured below {@code tenant-store.postgres.}:
 * {@code url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code
 * schema}, {@code migrate}, {@code timeout}, {@code listen}, {@code poll-interval}.
 */
public final class PostgresTenantStoreProvider implements TenantStoreProvider {
  private static final String COMPONENT = "tenant store postgres";

  /** For the service loader. */
  public PostgresTenantStoreProvider() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public TenantStore create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(DatabaseSettings.KEYS);
    known.addAll(OwnConnections.KEYS);
    config.onlyKnown(known);
    DatabaseSettings settings = DatabaseSettings.from(COMPONENT, config);
    return on(OwnConnections.from(config, settings.timeout()), settings);
  }

  /** On a data source of the host's. */
  public static TenantStore on(DataSource dataSource, ComponentConfig config) {
    config.onlyKnown(DatabaseSettings.KEYS);
    return on(Connections.of(dataSource), DatabaseSettings.from(COMPONENT, config));
  }

  private static TenantStore on(Connections connections, DatabaseSettings settings) {
    return new PostgresTenantStore(new Database(connections, settings), settings);
  }
}
