package beamline.router.postgres.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.postgres.PostgresComponents;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.AuditSink;
import beamline.router.testkit.AuditEntries;
import beamline.router.testkit.server.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresAuditSinkTest {
  private static PostgresServer server;

  private final AuditEntries entries = new AuditEntries("node-1");
  private TestSchema schema;
  private AuditSink sink;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    schema = new TestSchema(server);
    sink = PostgresComponents.auditSink(schema.dataSource(), Map.of("schema", schema.name()));
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void recordsCanBeAskedForByTheirFacts() throws SQLException {
    sink.append(
        List.of(
            entries.next(
                "{\"ts\":\"2026-11-28T04:13:57.042Z\",\"tenant_id\":\"acme\",\"actor\":\"ada\","
                    + "\"action\":\"upsert_denied\",\"resource_type\":\"policy\","
                    + "\"resource_id\":\"default\",\"details\":{\"code\":\"permission_denied\","
                    + "\"trace_id\":\"t-1\",\"n\":7}}")));
    assertThat(
            schema.query(
                "SELECT concat_ws('|', ts AT TIME ZONE 'UTC', tenant_id, user_id, action,"
                    + " resource_type, resource_id, success, error_code, trace_id,"
                    + " context ->> 'n') FROM audit_log"))
        .isEqualTo(
            "2026-11-28 04:13:57.042|acme|ada|upsert_denied|policy|default|f|permission_denied"
                + "|t-1|7");
  }

  @Test
  void whatIsShownFollowsFromWhatWasSealedAndNothingIsChangedByMistake() throws SQLException {
    sink.append(entries.next(3));
    for (String mistake :
        List.of(
            "UPDATE audit_log SET body = '{}' WHERE chain_index = 2",
            "DELETE FROM audit_log WHERE chain_index = 2",
            "TRUNCATE audit_log")) {
      assertThatThrownBy(() -> schema.sql(mistake)).hasMessageContaining("only ever appended to");
    }
    assertThatThrownBy(() -> schema.sql("UPDATE audit_log SET tenant_id = 'x'"))
        .hasMessageContaining("tenant_id");
    assertThat(schema.query("SELECT count(*) FROM audit_log")).isEqualTo("3");
  }

  @Test
  void twoWritersOfOneChainDoNotForkIt() {
    AuditEntries twin = new AuditEntries("node-1");
    try (AuditSink other =
        PostgresComponents.auditSink(schema.dataSource(), Map.of("schema", schema.name()))) {
      sink.append(entries.next(2));
      twin.next();
      AuditEntry fork = twin.next("{\"fork\":true}");
      assertThatThrownBy(() -> other.append(List.of(fork)))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining("somebody else writes this chain");
    }
  }

  @Test
  void retentionRemovesTheBeginningOfOneChainOnly() throws SQLException {
    sink.append(entries.next(10));
    sink.append(new AuditEntries("node-2").next(4));
    sink.remove("node-1", 6);
    assertThat(schema.query("SELECT min(chain_index) FROM audit_log WHERE chain = 'node-1'"))
        .isEqualTo("7");
    assertThat(schema.query("SELECT count(*) FROM audit_log WHERE chain = 'node-2'"))
        .isEqualTo("4");
    assertThat(schema.query("SELECT cleanup_audit_log('node-2', 1)")).isEqualTo("1");
  }

  @Test
  void databaseThatIsAwayIsNamed() {
    try (AuditSink away =
        PostgresComponents.auditSink(schema.dataSource(1), Map.of("schema", schema.name()))) {
      assertThatThrownBy(() -> away.append(entries.next(1)))
          .isInstanceOf(RouterException.class)
          .hasMessageStartingWith("audit sink postgres: ");
    }
  }
}
