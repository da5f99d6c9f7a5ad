package beamline.router.postgres.extension;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.postgres.PostgresComponents;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Write;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.DurableExtensionStoreContract;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** On the pool of a host. The tests share a schema, which each of them finds as if it were new. */
class PostgresExtensionStoreContractTest extends DurableExtensionStoreContract {
  private static final String BASE =
      "INSERT INTO extensions (id, type, subject, timeout_ms, retry) VALUES"
          + " ('pii_guard', 'validator', 'beamline.ext.validator.pii_guard.v1', 50, 1)";
  private static final String AUDIT =
      "SELECT string_agg(concat_ws(' ', action, old_values ->> 'timeout_ms', new_values ->>"
          + " 'timeout_ms', changed_by), ', ' ORDER BY id) FROM extension_audit_log";
  private static PostgresServer server;
  private static HikariDataSource pool;
  private static TestSchema schema;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
    pool = TestSchema.pool(server);
    pool.setConnectionTimeout(30_000);
    schema = new TestSchema(server);
  }

  @AfterAll
  static void stopServer() {
    pool.close();
    server.close();
  }

  @Override
  protected ExtensionStore create(ComponentContext context) {
    ExtensionStore store = open();
    assertThat(store.current().unreadable()).isEmpty();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + schema.name());
      statement.execute(
          "DELETE FROM extensions; DELETE FROM extension_audit_log;"
              + " UPDATE extension_changes SET last = 0; RESET search_path");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return store;
  }

  @Override
  protected ExtensionStore reopen(ComponentContext context) {
    return open();
  }

  private static ExtensionStore open() {
    return open(schema);
  }

  private static ExtensionStore open(TestSchema schema) {
    return PostgresComponents.extensionStore(
        pool, Map.of("schema", schema.name(), "timeout", "30s"));
  }

  @Test
  void rowsThatAProgramInsertsAreDocumentsAndAreTold() throws SQLException {
    try (ExtensionStore store = open()) {
      AtomicInteger told = new AtomicInteger();
      store.watch(told::incrementAndGet);
      schema.sql(BASE);
      assertThat(json(store))
          .isEqualTo(
              "{\"type\": \"validator\", \"retry\": 1, \"config\": {}, \"enabled\": true,"
                  + " \"subject\": \"beamline.ext.validator.pii_guard.v1\", \"version\": \"v1\","
                  + " \"metadata\": {}, \"timeout_ms\": 50}");
      eventually("the insert is told", () -> told.get() > 0);
      int before = told.get();
      schema.sql(
          "INSERT INTO extension_versions (id, version, subject, routing_rules) VALUES ('pii_guard',"
              + " 'v2', 'beamline.ext.validator.pii_guard.v2', '{\"tenant_id\": [\"acme\"]}');"
              + " INSERT INTO extension_instances (extension_id, instance_id, subject) VALUES"
              + " ('pii_guard', 'a', 'beamline.ext.validator.pii_guard.a')");
      eventually("the version is told", () -> told.get() > before);
      assertThat(json(store))
          .contains(
              "\"versions\": [{\"enabled\": true, \"subject\":"
                  + " \"beamline.ext.validator.pii_guard.v2\", \"version\": \"v2\","
                  + " \"routing_rules\": {\"tenant_id\": [\"acme\"]}}]",
              "\"instances\": [{\"id\": \"a\", \"weight\": 100, \"enabled\": true, \"subject\":"
                  + " \"beamline.ext.validator.pii_guard.a\", \"health_status\": \"unknown\"}]");
      assertThat(store.get("pii_guard").orElseThrow().revision()).isEqualTo(3);
    }
  }

  @Test
  void everyChangeBySqlIsARevisionAndCanNoLongerBeOverwritten() throws SQLException {
    try (ExtensionStore store = open()) {
      assertThat(store.current().documents()).isEmpty();
      schema.sql(BASE);
      schema.sql("UPDATE extensions SET timeout_ms = 60");
      schema.sql("INSERT INTO extension_versions (id, version) VALUES ('pii_guard', 'v2')");
      schema.sql("UPDATE extension_versions SET enabled = false");
      schema.sql("DELETE FROM extension_versions");
      assertThat(store.put(ExtensionDocument.of("pii_guard", "{\"type\": \"pre\"}"), 4))
          .isEqualTo(new Write.Conflict(4, 5));
      schema.sql("DELETE FROM extensions");
      assertThat(store.current().documents()).isEmpty();
      schema.sql(BASE);
      assertThat(store.get("pii_guard").orElseThrow().revision()).isEqualTo(7);
      assertThatThrownBy(() -> schema.sql("UPDATE extensions SET id = 'other'"))
          .hasMessageContaining("the id of an extension stays as it is");
      assertThatThrownBy(() -> schema.sql("TRUNCATE extensions CASCADE"))
          .hasMessageContaining("are not truncated: nobody would be told");
    }
  }

  @Test
  void whatIsAbsentStaysAbsentAndWhatANodeDoesNotKnowStays() throws SQLException {
    try (ExtensionStore store = open()) {
      String json =
          "{\"type\": \"pre\", \"enabled\": false, \"subject\": null, \"instances\": [{\"id\": \"a\", \"subject\": \"s\"}]}";
      assertThat(store.put(ExtensionDocument.of("pii_guard", json), 0))
          .isEqualTo(new Write.Done(1));
      schema.sql("UPDATE extension_instances SET last_health_check = '2026-01-01'");
      store.put(ExtensionDocument.of("pii_guard", json.replace("false", "true")), 1);
      assertThat(json(store))
          .isEqualTo(
              "{\"type\": \"pre\", \"enabled\": true, \"instances\": [{\"id\": \"a\","
                  + " \"weight\": 100, \"enabled\": true, \"subject\": \"s\"}]}");
      assertThat(schema.query("SELECT last_health_check::date FROM extension_instances"))
          .isEqualTo("2026-01-01");
    }
  }

  @Test
  void whatChangesNothingThatAnExtensionSaysIsNoRevisionAndIsNotTold() throws SQLException {
    try (ExtensionStore store = open();
        Connection listener = schema.connect();
        Statement statement = listener.createStatement()) {
      String json = "{\"type\": \"pre\", \"instances\": [{\"id\": \"a\", \"subject\": \"s\"}]}";
      store.put(ExtensionDocument.of("pii_guard", json), 0);
      ExtensionDocument put = store.get("pii_guard").orElseThrow();
      statement.execute("LISTEN beamline_extensions");
      schema.sql("UPDATE extension_instances SET last_health_check = now(), updated_at = now()");
      schema.sql("UPDATE extensions SET updated_at = now(), updated_by = 'ada', retry = retry");
      statement.execute("SELECT 1");
      assertThat(listener.unwrap(PGConnection.class).getNotifications()).isEmpty();
      assertThat(store.get("pii_guard")).contains(put);
      assertThat(schema.query("SELECT last FROM extension_changes")).isEqualTo("1");
      schema.sql("UPDATE extension_instances SET health_status = 'unhealthy'");
      statement.execute("SELECT 1");
      assertThat(listener.unwrap(PGConnection.class).getNotifications()).hasSize(1);
      assertThat(store.get("pii_guard").orElseThrow().revision()).isEqualTo(2);
    }
  }

  @Test
  void aPutThatChangesNothingIsARevision() throws SQLException {
    try (ExtensionStore store = open()) {
      ExtensionDocument document = ExtensionDocument.of("pii_guard", "{\"type\": \"pre\"}");
      assertThat(store.put(document, 0)).isEqualTo(new Write.Done(1));
      assertThat(store.put(document, 1)).isEqualTo(new Write.Done(2));
      assertThat(store.put(document, 1)).isEqualTo(new Write.Conflict(1, 2));
      assertThat(schema.query("SELECT count(*) FROM extension_audit_log")).isEqualTo("1");
    }
  }

  @Test
  void aRowThatHasNoDocumentIsToldAndTheOthersAreRead() throws SQLException {
    try (ExtensionStore store = open()) {
      ExtensionDocument document = ExtensionDocument.of("pii_guard", "{\"type\": \"pre\"}");
      store.put(document, 0);
      store.put(ExtensionDocument.of("other", document.json()), 0);
      schema.sql(
          "SET session_replication_role = replica;"
              + " UPDATE extensions SET document = NULL WHERE id = 'pii_guard'");
      assertThat(store.current().documents())
          .extracting(ExtensionDocument::id)
          .containsExactly("other");
      assertThat(store.current().unreadable())
          .isEqualTo(Map.of("pii_guard", "it has no document: update the row once"));
      assertThatThrownBy(() -> store.get("pii_guard"))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXTENSION_ERROR))
          .hasMessage(
              "extension pii_guard cannot be read: it has no document: update the row once");
      schema.sql("UPDATE extensions SET enabled = enabled WHERE id = 'pii_guard'");
      assertThat(store.current().unreadable()).isEmpty();
      assertThat(store.get("pii_guard").orElseThrow().revision()).isEqualTo(3);
    }
  }

  @Test
  void theAuditLogTellsWhoDidWhat() throws SQLException {
    try (ExtensionStore store = open()) {
      String json =
          "{\"type\": \"pre\", \"timeout_ms\": 50, \"enabled\": true, \"versions\": [%s]}";
      String version = "{\"version\": \"v2\"}";
      store.put(ExtensionDocument.of("pii_guard", json.formatted(version)), 0);
      store.put(ExtensionDocument.of("pii_guard", json.formatted("").replace("50", "60")), 1);
      schema.sql("UPDATE extensions SET enabled = false");
      schema.sql("UPDATE extensions SET enabled = true");
      store.delete("pii_guard", 4);
      assertThat(schema.query(AUDIT))
          .isEqualTo(
              "create 50 postgres, update 50 60 postgres, disable 60 60 postgres,"
                  + " enable 60 60 postgres, delete 60 postgres");
      assertThat(schema.query("SELECT new_values -> 'versions' FROM extension_audit_log"))
          .isEqualTo("[{\"enabled\": true, \"version\": \"v2\"}]");
    }
  }

  @Test
  void whatTheColumnsCannotHaveIsRefusedByName() {
    try (ExtensionStore store = open()) {
      refusals().forEach((json, problem) -> refused(store, json, problem));
      assertThat(store.get("pii_guard")).isEmpty();
    }
  }

  private static Map<String, String> refusals() {
    return Map.ofEntries(
        Map.entry("[]", "it is [], must be of type object"),
        Map.entry("{", "invalid input syntax for type json"),
        Map.entry("{}", "type is not there"),
        Map.entry("{\"type\": 1}", "type is 1, must be of type string"),
        Map.entry("{\"type\": \"filter\"}", "extensions_type"),
        Map.entry("{\"type\": \"pre\", \"id\": \"x\"}", "id is x, must be that of the extension"),
        Map.entry(
            "{\"type\": \"pre\", \"timeout_ms\": 1.5}",
            "timeout_ms is 1.5, must be a whole number"),
        Map.entry(
            "{\"type\": \"pre\", \"timeout_ms\": \"1\"}",
            "timeout_ms is \"1\", must be a whole number"),
        Map.entry("{\"type\": \"pre\", \"config\": []}", "config is [], must be of type object"),
        Map.entry(
            "{\"type\": \"pre\", \"owner\": 1}", "owner is not known, known are id, type, subject"),
        Map.entry("{\"type\": \"pre\", \"versions\": {}}", "versions is {}, must be of type array"),
        Map.entry(
            "{\"type\": \"pre\", \"versions\": [{}]}",
            "versions must be objects, each with a version of its own"),
        Map.entry(
            "{\"type\": \"pre\", \"versions\": [{\"version\": \"a\", \"retry\": -1}]}",
            "versions[0].retry is -1"),
        Map.entry("{\"type\": \"pre\", \"instances\": [{\"id\": \"a\"}]}", "\"subject\""),
        Map.entry(
            "{\"type\": \"pre\", \"instances\": [{\"id\": \"a\", \"subject\": \"s\", \"weight\": 101}]}",
            "weight"),
        Map.entry(
            "{\"type\": \"pre\", \"config\": {\"a\": \"\\u0000\"}}",
            "unsupported Unicode escape sequence"));
  }

  private static void refused(ExtensionStore store, String json, String problem) {
    assertThatThrownBy(() -> store.put(ExtensionDocument.of("pii_guard", json), 0))
        .as(json)
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageStartingWith("extension pii_guard: PostgreSQL does not take it: ERROR: ")
        .hasMessageContaining(problem)
        .hasMessageNotContainingAny("Where:", "PL/pgSQL", "Failing row");
  }

  @Test
  void tablesThatAreThereAreTakenOverWithWhatTheyHave() throws SQLException {
    TestSchema theirs = theirs();
    try (ExtensionStore store = open(theirs)) {
      assertThat(store.current().documents()).hasSize(1);
      assertThat(store.current().unreadable()).containsOnlyKeys("not an id");
      ExtensionDocument found = store.get("pii_guard").orElseThrow();
      assertThat(found.json()).contains("\"subject\": \"s2\"", "\"timeout_ms\": 5000");
      String changed = found.json().replace("5000", "4000");
      assertThat(store.put(ExtensionDocument.of("pii_guard", changed), found.revision()))
          .isEqualTo(new Write.Done(3));
      assertThat(json(store)).isEqualTo(changed);
      assertThat(store.delete("pii_guard", 3)).isEqualTo(new Write.Done(3));
      assertThat(
              theirs.query(
                  "SELECT string_agg(action, ' ' ORDER BY changed_at) FROM extension_audit_log"))
          .isEqualTo("create update delete");
    }
  }

  @Test
  void whatOneTransactionInsertsIntoTablesThatWereThereStaysInItsOrder() throws SQLException {
    TestSchema theirs = theirs();
    try (ExtensionStore store = open(theirs)) {
      assertThat(store.current().documents()).hasSize(1);
      theirs.sql(
          """
          BEGIN;
          INSERT INTO extension_versions (id, version, subject) VALUES ('pii_guard', 'v9', 's9');
          INSERT INTO extension_versions (id, version, subject) VALUES ('pii_guard', 'v10', 's10');
          INSERT INTO extension_instances (extension_id, instance_id, subject) VALUES ('pii_guard', 'b', 'sb');
          INSERT INTO extension_instances (extension_id, instance_id, subject) VALUES ('pii_guard', 'a', 'sa');
          COMMIT""");
      assertThat(json(store)).containsSubsequence("\"s9\"", "\"s10\"");
      assertThat(json(store)).containsSubsequence("\"sb\"", "\"sa\"");
    }
  }

  @Test
  void tablesOfAnotherOwnerAreNotTakenOverByAnyComponentUntilTheyAreGivenToTheUser()
      throws SQLException {
    TestSchema theirs = theirs();
    theirs.sql(
        "CREATE ROLE guest LOGIN PASSWORD 'guest'; GRANT USAGE, CREATE ON SCHEMA "
            + theirs.name()
            + " TO guest");
    try (PolicyStore policies = theirs.store(theirs.dataSource("guest", "guest"))) {
      assertThatThrownBy(policies::all)
          .isInstanceOfSatisfying(
              RouterException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
          .hasMessage(
              "policy store postgres: user guest lacks a right: ERROR: must be owner of table"
                  + " extension_audit_log");
      assertThat(theirs.query("SELECT to_regclass('policies')")).isNull();
      theirs.sql(
          """
          ALTER TABLE extensions OWNER TO guest;
          ALTER TABLE extension_versions OWNER TO guest;
          ALTER TABLE extension_instances OWNER TO guest;
          ALTER TABLE extension_audit_log OWNER TO guest""");
      assertThat(policies.all()).isEmpty();
      assertThat(theirs.query("SELECT count(document) FROM extensions")).isEqualTo("2");
    }
  }

  /** Tables as other programs have them, whose audit log has only what is there. */
  private static TestSchema theirs() throws SQLException {
    TestSchema theirs = new TestSchema(server);
    theirs.sql(
        """
        CREATE SCHEMA %1$s;
        CREATE TABLE extensions (
          id varchar(255) PRIMARY KEY, type varchar(50) NOT NULL CHECK (type IN ('pre', 'validator', 'post', 'provider')),
          subject varchar(512) NOT NULL, timeout_ms integer NOT NULL DEFAULT 5000 CHECK (timeout_ms > 0),
          retry integer NOT NULL DEFAULT 0, enabled boolean NOT NULL DEFAULT true, version varchar(50) NOT NULL DEFAULT 'v1',
          config jsonb NOT NULL DEFAULT '{}', metadata jsonb NOT NULL DEFAULT '{}',
          created_at timestamp NOT NULL DEFAULT now(), updated_at timestamp NOT NULL DEFAULT now(),
          created_by varchar(255), updated_by varchar(255));
        CREATE TABLE extension_versions (
          id varchar(255) NOT NULL REFERENCES extensions, version varchar(50) NOT NULL, subject varchar(512) NOT NULL,
          timeout_ms integer NOT NULL DEFAULT 5000, retry integer NOT NULL DEFAULT 0, config jsonb NOT NULL DEFAULT '{}',
          metadata jsonb NOT NULL DEFAULT '{}', routing_rules jsonb NOT NULL DEFAULT '{}', enabled boolean NOT NULL DEFAULT true,
          created_at timestamp NOT NULL DEFAULT now(), created_by varchar(255), PRIMARY KEY (id, version));
        CREATE TABLE extension_instances (
          extension_id varchar(255) NOT NULL REFERENCES extensions, instance_id varchar(255) NOT NULL,
          subject varchar(512) NOT NULL, weight integer NOT NULL DEFAULT 100, enabled boolean NOT NULL DEFAULT true,
          health_status varchar(50), last_health_check timestamptz, created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
          updated_at timestamptz DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (extension_id, instance_id));
        CREATE TABLE extension_audit_log (
          id bigserial PRIMARY KEY, extension_id varchar(255) NOT NULL, action varchar(50) NOT NULL, old_values jsonb,
          new_values jsonb, changed_by varchar(255), changed_at timestamp NOT NULL DEFAULT now(),
          FOREIGN KEY (extension_id) REFERENCES extensions (id) ON DELETE CASCADE);
        INSERT INTO extensions (id, type, subject) VALUES ('pii_guard', 'validator', 's'), ('not an id', 'pre', 's');
        INSERT INTO extension_versions (id, version, subject) VALUES ('pii_guard', 'v2', 's2');
        INSERT INTO extension_audit_log (extension_id, action) VALUES ('pii_guard', 'create');
        """
            .formatted(theirs.name()));
    return theirs;
  }

  @Test
  void aRoleWithNoMoreThanTheDocumentedRightsDoesEverything() throws SQLException {
    try (ExtensionStore owner = open()) {
      assertThat(owner.current().documents()).isEmpty();
    }
    schema.sql(
        """
        CREATE ROLE registrar LOGIN PASSWORD 'registrar';
        GRANT USAGE ON SCHEMA %1$s TO registrar;
        GRANT SELECT ON policy_migrations TO registrar;
        GRANT SELECT, INSERT, UPDATE, DELETE ON extensions, extension_versions, extension_instances TO registrar;
        GRANT SELECT, UPDATE ON extension_changes TO registrar;
        GRANT INSERT ON extension_audit_log TO registrar;
        """
            .formatted(schema.name()));
    try (ExtensionStore store =
        PostgresComponents.extensionStore(
            schema.dataSource("registrar", "registrar"), Map.of("schema", schema.name()))) {
      String json =
          "{\"type\": \"pre\", \"versions\": [{\"version\": \"v2\"}], \"instances\":"
              + " [{\"id\": \"a\", \"subject\": \"s\"}]}";
      assertThat(store.put(ExtensionDocument.of("pii_guard", json), 0))
          .isEqualTo(new Write.Done(1));
      assertThat(store.current().documents()).hasSize(1);
      assertThat(store.delete("pii_guard", 1)).isEqualTo(new Write.Done(1));
      assertThat(schema.query(AUDIT)).isEqualTo("create registrar, delete registrar");
    }
  }

  @Test
  void versionsKeepWhenTheyWereCreatedWhileTheyStayAsTheyAre() throws SQLException {
    try (ExtensionStore store = open()) {
      String json = "{\"type\": \"pre\", \"versions\": [%s]}";
      String form = "{\"version\": \"%s\", \"enabled\": true}";
      String b = form.formatted("b");
      String a = form.formatted("a");
      store.put(ExtensionDocument.of("x", json.formatted(b + "," + a)), 0);
      String created = "SELECT created_at FROM extension_versions WHERE version = '%s'";
      String first = schema.query(created.formatted("b"));
      String second = schema.query(created.formatted("a"));
      String changed = b.replace("}", ", \"retry\": 1}");
      store.put(ExtensionDocument.of("x", json.formatted(a + "," + changed)), 1);
      assertThat(schema.query(created.formatted("a"))).isEqualTo(second);
      assertThat(schema.query(created.formatted("b"))).isGreaterThan(second);
      assertThat(first).isLessThan(second);
    }
  }

  private static String json(ExtensionStore store) {
    return store.get("pii_guard").orElseThrow().json();
  }
}
