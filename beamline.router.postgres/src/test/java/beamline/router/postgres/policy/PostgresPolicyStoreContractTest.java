package beamline.router.postgres.policy;

import beamline.router.postgres.PostgresComponents;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.DurablePolicyStoreContract;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * On the pool of a host whose other code wants anything but what the store needs. Each test has a
 * schema of its own.
 */
class PostgresPolicyStoreContractTest extends DurablePolicyStoreContract {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer server;
  private static HikariDataSource pool;

  private final String schema = "contract_" + SCHEMAS.incrementAndGet();

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
  protected PolicyStore create(ComponentContext context) {
    return PostgresComponents.policyStore(pool, Map.of("schema", schema, "timeout", "30s"));
  }

  @Override
  protected PolicyStore reopen(ComponentContext context) {
    return create(context);
  }
}
