package beamline.router.postgres.audit;

import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.PostgresProvider;
import beamline.router.spi.AuditSink;
import beamline.router.spi.AuditSinkProvider;

/**
 * Provides the audit sink {@code postgres}. Configured below {@code audit-sink.postgres.}: {@code
 * url}, {@code user}, {@code password} or {@code password-file}, {@code driver}; {@code schema},
 * {@code migrate}, {@code timeout}.
 */
public final class PostgresAuditSinkProvider extends PostgresProvider<AuditSink>
    implements AuditSinkProvider {

  /** For the service loader. */
  public PostgresAuditSinkProvider() {
    super("audit sink postgres", DatabaseSettings.KEYS, PostgresAuditSink::new);
  }
}
