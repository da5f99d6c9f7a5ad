package beamline.router.postgres.access;

import beamline.router.postgres.database.Connections;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.OwnConnections;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AccessStoreProvider;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Provides the access store {@code postgres}. Configured below {@code access-store.postgres.}:
 * {@code url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code
 * schema}, {@code migrate}, {@code timeout}.
 */
public final class PostgresAccessStoreProvider implements AccessStoreProvider {
  private static final String COMPONENT = "access store postgres";
  private static final Set<String> KEYS = Set.of("schema", "migrate", "timeout");

  /** For the service loader. */
  public PostgresAccessStoreProvider() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public AccessStore create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(KEYS);
    known.addAll(OwnConnections.KEYS);
    config.onlyKnown(known);
    DatabaseSettings settings = DatabaseSettings.from(COMPONENT, config);
    return on(OwnConnections.from(config, settings.timeout()), settings);
  }

  /** On a data source of the host's. */
  public static AccessStore on(DataSource dataSource, ComponentConfig config) {
    config.onlyKnown(KEYS);
    return on(Connections.of(dataSource), DatabaseSettings.from(COMPONENT, config));
  }

  private static AccessStore on(Connections connections, DatabaseSettings settings) {
    return new PostgresAccessStore(new Database(connections, settings), settings);
  }
}
