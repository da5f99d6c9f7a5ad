package beamline.router.postgres.access;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.postgres.PostgresComponents;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.AccessStore;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.AccessStoreContract;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the pool of a host. Each test has a schema of its own. */
class PostgresAccessStoreContractTest extends AccessStoreContract {
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
  protected AccessStore create(ComponentContext context) {
    return PostgresComponents.accessStore(pool, Map.of("schema", schema.name(), "timeout", "30s"));
  }

  @Test
  void theTablesHaveEveryPermissionAndTheBuiltInRolesAsTheProgramHasThem() throws SQLException {
    try (AccessStore store = create(null)) {
      assertThat(store.roles()).isEmpty();
      assertThat(schema.query("SELECT string_agg(permission_id, ',') FROM rbac_permissions"))
          .satisfies(
              ids ->
                  assertThat(ids.split(","))
                      .containsExactlyInAnyOrder(
                          Stream.of(Permission.values())
                              .map(Permission::id)
                              .toArray(String[]::new)));
      for (Role role : Role.builtIn()) {
        assertThat(
                schema.query(
                    "SELECT string_agg(permission_id, ',' ORDER BY permission_id)"
                        + " FROM rbac_role_permissions WHERE role_id = '"
                        + role.id()
                        + "'"))
            .isEqualTo(
                role.permissions().stream()
                    .map(Permission::id)
                    .sorted()
                    .collect(Collectors.joining(",")));
      }
    }
  }

  @Test
  void whatIsGrantedBySqlCounts() throws SQLException {
    try (AccessStore store = create(null)) {
      assertThat(store.grantsOf("ada")).isEmpty();
      schema.sql(
          "INSERT INTO rbac_user_roles (user_id, tenant_id, role_id) VALUES ('ada', '*', 'admin')");

      assertThat(store.grantsOf("ada"))
          .extracting(Grant::tenantId, Grant::roleId, Grant::assignedBy)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("*", "admin", PostgresServer.USER));
    }
  }
}
