package beamline.router.postgres.audit;

import beamline.router.postgres.database.Connections;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.OwnConnections;
import beamline.router.spi.AuditSink;
import beamline.router.spi.AuditSinkProvider;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Provides the audit sink {@code postgres}. Configured below {@code audit-sink.postgres.}: {@code
 * url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code schema},
 * {@code migrate}, {@code timeout}.
 */
public final class PostgresAuditSinkProvider implements AuditSinkProvider {
  private static final String COMPONENT = "audit sink postgres";
  private static final Set<String> KEYS = Set.of("schema", "migrate", "timeout");

  /** For the service loader. */
  public PostgresAuditSinkProvider() {}

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public int priority() {
    return EMBEDDED - 1; // never chosen unless it is asked for by name
  }

  @Override
  public AuditSink create(ComponentContext context) {
    ComponentConfig config = context.config();
    Set<String> known = new HashSet<>(KEYS);
    known.addAll(OwnConnections.KEYS);
    config.onlyKnown(known);
    DatabaseSettings settings = DatabaseSettings.from(COMPONENT, config);
    return on(OwnConnections.from(config, settings.timeout()), settings);
  }

  /** On a data source of the host's. */
  public static AuditSink on(DataSource dataSource, ComponentConfig config) {
    config.onlyKnown(KEYS);
    return on(Connections.of(dataSource), DatabaseSettings.from(COMPONENT, config));
  }

  private static AuditSink on(Connections connections, DatabaseSettings settings) {
    return new PostgresAuditSink(new Database(connections, settings), settings);
  }
}
