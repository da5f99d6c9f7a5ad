package beamline.router.postgres.tenant;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.TenantSettings;
import beamline.router.postgres.database.ChangeLog;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import beamline.router.spi.TenantStore.Write;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The statements on settings. They are read with all of their parts by one statement, so that
 * nobody sees half of a change. Immutable.
 */
final class SettingsTables implements ChangeLog<TenantSettings> {
  private final DatabaseSettings settings;
  private final String quotas;
  private final String users;
  private final String budgets;

  SettingsTables(DatabaseSettings settings) {
    this.settings = settings;
    quotas = settings.named("tenant_quotas");
    users = settings.named("tenant_user_limits");
    budgets = settings.named("tenant_budgets");
  }

  /** What a statement reads: rows of one tenant after one another, one for each part. */
  private String select(String which, String order) {
    return "SELECT q.tenant_id, q.revision, q.change, q.tier, q.max_policies, q.max_rules_per_policy,"
        + " q.max_providers_per_policy, q.max_rate_requests_per_minute,"
        + " q.max_user_rate_requests_per_minute, p.period, p.name, p.amount FROM "
        + which
        + " q LEFT JOIN (SELECT tenant_id, NULL AS period, user_id AS name,"
        + " max_rate_requests_per_minute AS amount FROM "
        + users
        + " UNION ALL SELECT tenant_id, period, provider_id, micros FROM "
        + budgets
        + ") p USING (tenant_id) ORDER BY q."
        + order;
  }

  Optional<TenantSettings> get(Session session, String tenantId) throws SQLException {
    String which = "(SELECT * FROM " + quotas + " WHERE tenant_id = ?)";
    return read(session, select(which, "tenant_id"), tenantId).stream()
        .map(Numbered::change)
        .findFirst();
  }

  List<TenantSettings> all(Session session) throws SQLException {
    return read(session, select(quotas, "tenant_id"), null).stream().map(Numbered::change).toList();
  }

  @Override
  public String name() {
    return "tenants";
  }

  @Override
  public long lastChange(Session session) throws SQLException {
    try (PreparedStatement select = session.prepare("SELECT max(change) FROM " + quotas);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public List<Numbered<TenantSettings>> changesAfter(Session session, long number)
      throws SQLException {
    String which =
        "(SELECT * FROM " + quotas + " WHERE change > ? ORDER BY change LIMIT " + BATCH + ")";
    return read(session, select(which, "change"), number);
  }

  private static List<Numbered<TenantSettings>> read(
      Session session, String sql, @Nullable Object parameter) throws SQLException {
    List<Numbered<TenantSettings>> found = new ArrayList<>();
    try (PreparedStatement select = session.prepare(sql)) {
      if (parameter != null) {
        select.setObject(1, parameter);
      }
      try (ResultSet rows = select.executeQuery()) {
        TenantSettings.Builder builder = null;
        long change = 0;
        while (rows.next()) {
          if (builder == null || rows.getLong(3) != change) {
            if (builder != null) {
              found.add(new Numbered<>(change, builder.build()));
            }
            change = rows.getLong(3);
            builder = settings(rows);
          }
          part(builder, rows);
        }
        if (builder != null) {
          found.add(new Numbered<>(change, builder.build()));
        }
      }
    }
    return found;
  }

  private static TenantSettings.Builder settings(ResultSet row) throws SQLException {
    return TenantSettings.builder(row.getString(1))
        .revision(row.getLong(2))
        .tier(row.getString(4))
        .maxPolicies(row.getObject(5, Integer.class))
        .maxRulesPerPolicy(row.getObject(6, Integer.class))
        .maxProvidersPerPolicy(row.getObject(7, Integer.class))
        .requestsPerMinute(row.getObject(8, Long.class))
        .userRequestsPerMinute(row.getObject(9, Long.class));
  }

  private static void part(TenantSettings.Builder builder, ResultSet row) throws SQLException {
    String name = row.getString(11);
    if (name == null) {
      return;
    }
    String period = row.getString(10);
    if (period == null) {
      builder.requestsPerMinuteOf(name, row.getLong(12));
      return;
    }
    Budget budget = new Budget(row.getLong(12), Budget.Period.valueOf(period));
    if (name.isEmpty()) {
      builder.budget(budget);
    } else {
      builder.budgetOf(name, budget);
    }
  }

  Write put(Session session, TenantSettings changed, long expected) throws SQLException {
    String tenantId = changed.tenantId();
    update(session, "SELECT " + settings.named("tenants_turn()"));
    long actual = revision(session, tenantId);
    if (actual != expected) {
      return new Write.Conflict(expected, actual);
    }
    update(
        session,
        "INSERT INTO "
            + quotas
            + " (tenant_id, tier, max_policies, max_rules_per_policy, max_providers_per_policy,"
            + " max_rate_requests_per_minute, max_user_rate_requests_per_minute)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id) DO UPDATE SET"
            + " tier = excluded.tier, max_policies = excluded.max_policies,"
            + " max_rules_per_policy = excluded.max_rules_per_policy,"
            + " max_providers_per_policy = excluded.max_providers_per_policy,"
            + " max_rate_requests_per_minute = excluded.max_rate_requests_per_minute,"
            + " max_user_rate_requests_per_minute = excluded.max_user_rate_requests_per_minute",
        tenantId,
        changed.tier().orElse(null),
        orNull(changed.maxPolicies()),
        orNull(changed.maxRulesPerPolicy()),
        orNull(changed.maxProvidersPerPolicy()),
        orNull(changed.requestsPerMinute()),
        orNull(changed.userRequestsPerMinute()));
    update(session, "DELETE FROM " + users + " WHERE tenant_id = ?", tenantId);
    update(session, "DELETE FROM " + budgets + " WHERE tenant_id = ?", tenantId);
    String user = "INSERT INTO " + users + " VALUES (?, ?, ?)";
    for (Map.Entry<String, Long> limit : changed.requestsPerMinuteByUser().entrySet()) {
      update(session, user, tenantId, limit.getKey(), limit.getValue());
    }
    String budget = "INSERT INTO " + budgets + " VALUES (?, ?, ?, ?)";
    if (changed.budget().isPresent()) {
      Budget own = changed.budget().get();
      update(session, budget, tenantId, "", own.micros(), own.period().name());
    }
    for (Map.Entry<String, Budget> own : changed.providerBudgets().entrySet()) {
      update(
          session,
          budget,
          tenantId,
          own.getKey(),
          own.getValue().micros(),
          own.getValue().period().name());
    }
    return new Write.Done(revision(session, tenantId));
  }

  private long revision(Session session, String tenantId) throws SQLException {
    try (PreparedStatement select =
        session.prepare("SELECT revision FROM " + quotas + " WHERE tenant_id = ?")) {
      select.setString(1, tenantId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static void update(Session session, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = session.prepare(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
