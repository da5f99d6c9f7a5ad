package beamline.router.postgres.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.LimitKeys;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.postgres.PostgresComponents;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.TenantStore;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.contract.TenantStoreContract;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the pool of a host. Each test has a schema of its own. Leases end by the database's clock. */
class PostgresTenantStoreContractTest extends TenantStoreContract {
  private static PostgresServer server;
  private static HikariDataSource pool;

  private final TestSchema schema = new TestSchema(server);

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
    pool = TestSchema.pool(server);
    pool.setConnectionTimeout(30_000);
    pool.setAutoCommit(false);
    pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
  }

  @AfterAll
  static void stopServer() {
    pool.close();
    server.close();
  }

  @Override
  protected TenantStore create(ComponentContext context) {
    return store();
  }

  private TenantStore store() {
    return PostgresComponents.tenantStore(pool, Map.of("schema", schema.name(), "timeout", "30s"));
  }

  @Override
  protected void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Test
  void whatSomebodyChangesBySqlIsTold() throws SQLException {
    try (TenantStore store = store()) {
      store.put(TenantSettings.builder("acme").tier("basic").build(), 0);
      List<TenantSettings> heard = new CopyOnWriteArrayList<>();
      TenantStore.Watch watch = store.watch(heard::add);
      sql("UPDATE %s.tenant_quotas SET tier = 'premium', max_policies = 7");
      sql("INSERT INTO %s.tenant_budgets VALUES ('acme', '', 5000000, 'DAY')");
      sql("INSERT INTO %s.tenant_budgets VALUES ('globex', 'a', 1, 'TOTAL')");
      sql("INSERT INTO %s.tenant_user_limits VALUES ('acme', 'ada', 3)");
      sql("DELETE FROM %s.tenant_user_limits");
      TenantSettings acme = store.get("acme").orElseThrow();
      TenantSettings globex = store.get("globex").orElseThrow();
      Eventually.eventually("both are told", () -> heard.containsAll(List.of(acme, globex)));
      assertThat(acme.tier()).contains("premium");
      assertThat(acme.maxPolicies()).hasValue(7);
      assertThat(acme.budget()).contains(new Budget(5_000_000, Budget.Period.DAY));
      assertThat(acme.requestsPerMinuteByUser()).isEmpty();
      assertThat(acme.revision()).isEqualTo(5);
      watch.close();
    }
  }

  @Test
  void whetherATenantHasRoomForMoreCanBeAskedBySql() throws SQLException {
    try (TenantStore store = store()) {
      assertThat(store.all()).isEmpty();
    }
    assertThat(quota("'acme', 'policies'")).isEqualTo("t,0,10,10");
    assertThat(quota("'acme', 'rules_per_policy'")).isEqualTo("t,0,50,50");
    assertThat(quota("'acme', 'providers_per_policy'")).isEqualTo("t,0,20,20");
    assertThat(LimitKeys.QUOTA_POLICIES.defaultValue()).isEqualTo(10);
    assertThat(LimitKeys.QUOTA_RULES.defaultValue()).isEqualTo(50);
    assertThat(LimitKeys.QUOTA_PROVIDERS.defaultValue()).isEqualTo(20);

    schema.sql(
        """
        INSERT INTO policies (tenant_id, policy_id, document) VALUES
          ('acme', 'p', '{"providers": ["a", "b"], "fallbacks": [{}]}'), ('acme', 'q', '{"providers": []}');
        UPDATE policies SET is_active = false WHERE policy_id = 'q';
        INSERT INTO tenant_quotas (tenant_id, max_policies, max_providers_per_policy) VALUES ('acme', 3, 1);
        """);
    assertThat(quota("'acme', 'policies'")).isEqualTo("t,1,3,2");
    assertThat(quota("'acme', 'policies', 2")).isEqualTo("t,1,3,2");
    assertThat(quota("'acme', 'policies', 3")).isEqualTo("f,1,3,2");
    assertThat(quota("'acme', 'rules_per_policy', 1, 7")).isEqualTo("t,1,7,6");
    assertThat(quota("'acme', 'providers_per_policy', 0")).isEqualTo("f,2,1,0");
    assertThat(quota("'globex', 'policies'")).isEqualTo("t,0,10,10");
    assertThatThrownBy(() -> quota("'acme', 'rules'"))
        .hasMessageContaining(
            "type is rules, must be policies, rules_per_policy or providers_per_policy");
    assertThatThrownBy(() -> quota("'acme', 'policies', -1"))
        .hasMessageContaining("increment is -1, must be 0 or more");
  }

  /** Allowed, current, max and remaining. */
  private String quota(String arguments) throws SQLException {
    return schema.query(
        "SELECT concat_ws(',', allowed, current, max, remaining) FROM check_quota("
            + arguments
            + ")");
  }

  @Test
  void aRoleWithNoMoreThanTheDocumentedRightsDoesEverything() throws SQLException {
    try (TenantStore owner = store()) {
      assertThat(owner.all()).isEmpty();
    }
    schema.sql(
        """
        CREATE ROLE limiter LOGIN PASSWORD 'limiter';
        GRANT USAGE ON SCHEMA %1$s TO limiter;
        GRANT SELECT ON policy_migrations TO limiter;
        GRANT SELECT, INSERT, UPDATE ON tenant_quotas, budget_shares TO limiter;
        GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_user_limits, tenant_budgets TO limiter;
        GRANT SELECT, INSERT ON quota_violations TO limiter;
        GRANT USAGE ON SEQUENCE tenant_change_numbers TO limiter;
        """
            .formatted(schema.name()));
    try (TenantStore store =
        PostgresComponents.tenantStore(
            schema.dataSource("limiter", "limiter"), Map.of("schema", schema.name()))) {
      TenantSettings settings =
          TenantSettings.builder("acme")
              .requestsPerMinuteOf("ada", 5L)
              .budget(new Budget(7, Budget.Period.DAY))
              .build();
      store.put(settings, 0);
      TenantSettings stored = store.get("acme").orElseThrow();
      assertThat(stored).isEqualTo(settings.toBuilder().revision(stored.revision()).build());
      store.violated(
          List.of(
              new QuotaViolation(
                  "acme", Optional.empty(), QuotaViolation.Type.RATE, 1, 2, "", 1, Instant.EPOCH)));
      assertThat(store.violations("acme", 1)).hasSize(1);
      BudgetClaim claim =
          new BudgetClaim(
              BudgetKey.ofTenant("acme"),
              Budget.Period.DAY,
              0,
              7,
              "one",
              1,
              9,
              Duration.ofSeconds(10));
      assertThat(store.claim(claim)).isEqualTo(new BudgetShare(7, 0, 0));
      assertThat(store.claim(claim)).isEqualTo(new BudgetShare(7, 0, 0));
    }
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql.replace("%s", schema.name()));
      connection.commit();
    }
  }
}
