package beamline.router.postgres.tenant;

import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.ChangeFollower;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import beamline.router.spi.TenantStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Settings, violations and shares in tables that all nodes share, and that anybody may read and
 * change by SQL. Nothing is kept here.
 */
final class PostgresTenantStore implements TenantStore {
  private final Database database;
  private final SettingsTables settings;
  private final UsageTables usage;
  private final ChangeFollower<TenantSettings> follower;

  PostgresTenantStore(Database database, DatabaseSettings databaseSettings) {
    this.database = database;
    settings = new SettingsTables(databaseSettings);
    usage = new UsageTables(databaseSettings);
    follower = new ChangeFollower<>(database, settings, databaseSettings);
  }

  @Override
  public Optional<TenantSettings> get(String tenantId) {
    return PolicyKey.isId(tenantId)
        ? database.transaction(session -> settings.get(session, tenantId))
        : Optional.empty();
  }

  @Override
  public List<TenantSettings> all() {
    return database.transaction(settings::all);
  }

  @Override
  public Write put(TenantSettings changed, long expectedRevision) {
    return database.transaction(session -> settings.put(session, changed, expectedRevision));
  }

  @Override
  public Watch watch(Consumer<TenantSettings> listener) {
    return follower.watch(listener)::run;
  }

  @Override
  public void violated(List<QuotaViolation> violations) {
    database.transaction(session -> usage.record(session, violations));
  }

  @Override
  public List<QuotaViolation> violations(String tenantId, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
    }
    return database.transaction(session -> usage.violations(session, tenantId, limit));
  }

  @Override
  public BudgetShare claim(BudgetClaim claim) {
    return database.transaction(session -> usage.claim(session, claim));
  }

  @Override
  public Optional<String> trouble() {
    return follower.trouble();
  }

  @Override
  public void close() {
    follower.close();
    database.close();
  }
}
