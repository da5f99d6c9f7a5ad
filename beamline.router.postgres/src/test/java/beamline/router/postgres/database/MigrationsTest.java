package beamline.router.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who makes the tables, and what happens when somebody else did. */
class MigrationsTest {
  private static final Path FILES =
      Path.of("src/main/resources/META-INF/beamline-router-postgres/migrations");
  private static PostgresServer server;

  private TestSchema schema;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void newSchema() {
    schema = new TestSchema(server);
  }

  @Test
  void nothingIsDoneBeforeTheFirstUse() throws SQLException {
    schema.store().close();
    assertThat(schema.query("SELECT to_regnamespace('" + schema.name() + "')")).isNull();
  }

  @Test
  void firstUseMakesTheTablesAndTheNextOnesFindThem() throws SQLException {
    assertThat(put(schema.store())).isEqualTo(new Write.Done(1));
    for (int i = 0; i < 3; i++) {
      assertThat(schema.store().all()).hasSize(1);
    }
    assertThat(schema.query("SELECT count(checksum) FROM policy_migrations"))
        .isEqualTo("" + files().size());
  }

  @Test
  void nodesThatStartAtTheSameTimeMakeThemOnce() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    List<CompletableFuture<Write>> writes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      writes.add(CompletableFuture.supplyAsync(() -> put(schema.store("timeout", "30s")), nodes));
    }
    List<Write> all = new ArrayList<>();
    for (CompletableFuture<Write> write : writes) {
      all.add(write.get(60, TimeUnit.SECONDS));
    }
    nodes.shutdown();
    assertThat(all).containsOnlyOnce(new Write.Done(1)).contains(new Write.Conflict(0, 1));
    assertThat(schema.query("SELECT count(*) FROM policy_migrations"))
        .isEqualTo("" + files().size());
  }

  @Test
  void tablesThatAnotherToolMadeAreUsed() throws Exception {
    schema.sql("CREATE SCHEMA " + schema.name());
    for (Path file : files()) {
      schema.sql(Files.readString(file));
    }
    assertThat(put(schema.store("migrate", "false"))).isEqualTo(new Write.Done(1));
    assertThat(schema.store().all()).hasSize(1);
  }

  @Test
  void tablesThatAreMissingAreAnErrorWhenTheyAreNotToBeMade() throws SQLException {
    assertThatThrownBy(() -> schema.store("migrate", "false").all())
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessage(
            "policy store postgres: schema "
                + schema.name()
                + " is not there; to make it, set policy-store.postgres.migrate=true");
    assertThat(schema.query("SELECT to_regnamespace('" + schema.name() + "')")).isNull();
    schema.sql("CREATE SCHEMA " + schema.name());
    assertThatThrownBy(() -> schema.store("migrate", "false").all())
        .hasMessageContaining("schema " + schema.name() + " lacks V001__policies.sql, V002")
        .hasMessageContaining("; to make it, set policy-store.postgres.migrate=true");
  }

  @Test
  void tablesThatAChangedFileMadeAreRefused() throws SQLException {
    put(schema.store());
    schema.sql("UPDATE policy_migrations SET checksum = 'another'");
    assertThatThrownBy(() -> schema.store().all())
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("was made by another V001__policies.sql than that of this release");
  }

  @Test
  void tablesOfALaterReleaseAreRefused() throws SQLException {
    put(schema.store());
    schema.sql("INSERT INTO policy_migrations (version, name) VALUES (700, 'V700__later.sql')");
    assertThatThrownBy(() -> schema.store().all())
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("is of version 700, this release knows versions up to ");
  }

  @Test
  void migrationThatFailsLeavesNothingBehind() throws SQLException {
    schema.sql("CREATE SCHEMA " + schema.name());
    schema.sql("CREATE TABLE policies (mine int)");
    assertThatThrownBy(() -> schema.store().all())
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("relation \"policies\" already exists");
    assertThat(
            schema.query(
                "SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema.name() + "'"))
        .isEqualTo("1");
  }

  @Test
  void roleWithNoMoreThanTheDocumentedRightsReadsAndWrites() throws SQLException {
    put(schema.store());
    schema.sql(
        """
        CREATE ROLE router LOGIN PASSWORD 'router';
        GRANT USAGE ON SCHEMA %1$s TO router;
        GRANT SELECT ON policy_migrations TO router;
        GRANT SELECT, INSERT, UPDATE ON policies TO router;
        GRANT SELECT, INSERT ON policy_revisions TO router;
        GRANT USAGE ON SEQUENCE policy_change_numbers TO router;
        """
            .formatted(schema.name()));
    PolicyStore store = schema.store(schema.dataSource("router", "router"));
    assertThat(store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 1))
        .isEqualTo(new Write.Done(2));
    assertThat(store.delete(store.all().get(0).key(), 2)).isEqualTo(new Write.Done(2));
    assertThat(schema.query("SELECT recorded_by FROM policy_revisions WHERE revision = 2"))
        .isEqualTo("router");
  }

  @Test
  void loginsAndRightsThatAreMissingAreNamedAndAreNoOutage() throws SQLException {
    put(schema.store());
    schema.sql(
        """
        CREATE ROLE reader LOGIN PASSWORD 'reader';
        GRANT USAGE ON SCHEMA %1$s TO reader;
        GRANT SELECT ON policy_migrations, policies TO reader;
        CREATE ROLE stranger LOGIN PASSWORD 'stranger';
        """
            .formatted(schema.name()));
    PolicyStore store = schema.store(schema.dataSource("reader", "reader"));
    PolicyDocument document = store.all().get(0);

    refused(
        () -> store.put(document, 1),
        "user reader lacks a right: ERROR: permission denied for table policies");
    refused(
        () -> store.delete(document.key(), 1),
        "user reader lacks a right: ERROR: permission denied for table policies");
    refused(
        () -> schema.store(schema.dataSource("stranger", "stranger")).all(),
        "user stranger lacks a right: ERROR: permission denied for schema " + schema.name());
    refused(
        () -> schema.store(schema.dataSource("reader", "guess")).all(),
        "FATAL: password authentication failed for user \"reader\"");
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessage("policy store postgres: " + why);
  }

  private static Write put(PolicyStore store) {
    return store.put(PolicyDocument.of("acme", "default", "{}"), 0);
  }

  private static List<Path> files() {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
