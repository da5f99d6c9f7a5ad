package beamline.router.postgres.audit;

import beamline.router.postgres.PostgresComponents;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.DurableAuditSinkContract;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the pool of a host. Each test has a schema of its own. */
class PostgresAuditSinkContractTest extends DurableAuditSinkContract {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static PostgresServer server;
  private static HikariDataSource pool;

  private final String schema = "audit_contract_" + SCHEMAS.incrementAndGet();

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
    pool = TestSchema.pool(server);
    pool.setConnectionTimeout(30_000);
  }

  @AfterAll
  static void stopServer() {
    pool.close();
    server.close();
  }

  @Override
  protected AuditSink create(ComponentContext context) {
    return PostgresComponents.auditSink(pool, Map.of("schema", schema, "timeout", "30s"));
  }

  @Override
  protected AuditSink reopen(ComponentContext context) {
    return create(context);
  }
}
