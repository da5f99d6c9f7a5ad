package beamline.router.postgres.database;

import beamline.router.api.RouterComponent;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ComponentProvider;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/**
 * Provides a component named {@code postgres}: by itself on connections of its own, which are
 * configured below its kind, or on a data source of the host's.
 *
 * @param <C> the component
 */
public abstract class PostgresProvider<C extends RouterComponent> implements ComponentProvider<C> {
  private final String component;
  private final Set<String> keys;
  private final BiFunction<Database, DatabaseSettings, C> maker;

  /**
   * For subclasses.
   *
   * @param component what is provided, for those who read messages
   * @param keys what can be configured beside the connection
   * @param maker makes one
   */
  protected PostgresProvider(
      String component, Set<String> keys, BiFunction<Database, DatabaseSettings, C> maker) {
    this.component = component;
    this.keys = keys;
    this.maker = maker;
  }

  @Override
  public final String name() {
    return "postgres";
  }

  @Override
  public final int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public final C create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(keys);
    known.addAll(OwnConnections.KEYS);
    config.onlyKnown(known);
    DatabaseSettings settings = DatabaseSettings.from(component, config);
    return on(OwnConnections.from(config, settings.timeout()), settings);
  }

  /** On a data source of the host's. */
  public final C on(DataSource dataSource, ComponentConfig config) {
    config.onlyKnown(keys);
    return on(Connections.of(dataSource), DatabaseSettings.from(component, config));
  }

  private C on(Connections connections, DatabaseSettings settings) {
    return maker.apply(new Database(connections, settings), settings);
  }
}
