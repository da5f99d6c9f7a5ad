package beamline.router.postgres.policy;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.FaultProxy;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database dies, hangs and comes back. */
class PostgresFailureTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

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
    if (!server.isRunning()) {
      server.restart();
    }
    schema = new TestSchema(server);
  }

  @Test
  void nothingIsLostWhenTheDatabaseIsKilledAndStartedAgainUnderWrites() throws Exception {
    try (PolicyStore reader = schema.store();
        PolicyStore writer = schema.store()) {
      Heard heard = Heard.on(reader);
      Map<PolicyKey, PolicyDocument> confirmed = new ConcurrentHashMap<>();
      AtomicBoolean enough = new AtomicBoolean();
      Thread writing = new Thread(() -> write(writer, confirmed, enough));
      writing.start();
      for (int round = 0; round < 4; round++) {
        int before = confirmed.size();
        eventually("more is written", () -> confirmed.size() > before + 20);
        if (round % 2 == 0) {
          server.kill();
        } else {
          server.stop();
        }
        eventually("the trouble shows", () -> reader.trouble().isPresent());
        server.restart();
        eventually("the trouble is over", () -> reader.trouble().isEmpty());
      }
      enough.set(true);
      writing.join();
      eventually(
          "all is told",
          () ->
              confirmed.values().stream()
                  .allMatch(it -> it.json().equals(jsonOf(heard.known.get(it.key())))));
      assertThat(writer.all()).containsExactlyInAnyOrderElementsOf(heard.known.values());
      assertThat(confirmed).hasSizeGreaterThan(80);
    }
  }

  @Test
  void nothingIsLostOnAPoolEither() {
    try (HikariDataSource pool = TestSchema.pool(server)) {
      try (PolicyStore reader = schema.store(pool);
          PolicyStore writer = schema.store()) {
        Heard heard = Heard.on(reader);
        writer.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
        heard.await(KEY, "{\"a\":1}");
        server.kill();
        eventually("the trouble shows", () -> reader.trouble().isPresent());
        server.restart();
        assertThat(writer.put(PolicyDocument.of("acme", "default", "{\"a\":2}"), 1))
            .isEqualTo(new Write.Done(2));
        heard.await(KEY, "{\"a\":2}");
      }
      eventually(
          "the pool has all of its connections",
          () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }
  }

  @Test
  void everyCallOnADeadDatabaseSaysSoAtOnce() {
    try (PolicyStore store = schema.store()) {
      store.put(PolicyDocument.of("acme", "default", "{}"), 0);
      server.kill();
      refused(() -> store.get(KEY));
      refused(() -> store.list("acme"));
      refused(store::all);
      refused(() -> store.history(KEY, 1));
      refused(() -> store.put(PolicyDocument.of("acme", "default", "{}"), 1));
      refused(() -> store.delete(KEY, 1));
      server.restart();
      assertThat(store.get(KEY)).isPresent();
    }
  }

  @Test
  void watchOfADatabaseThatIsNotThereYetBeginsWithAllThatItHolds() {
    try (PolicyStore before = schema.store()) {
      before.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
    }
    server.kill();
    try (PolicyStore store = schema.store()) {
      Heard heard = Heard.on(store);
      assertThat(store.trouble()).hasValueSatisfying(it -> assertThat(it).contains("refused"));
      server.restart();
      heard.await(KEY, "{\"a\":1}");
      eventually("the trouble is over", () -> store.trouble().isEmpty());
    }
  }

  @Test
  void networkThatSwallowsEverythingEndsCallsInTime() {
    try (FaultProxy proxy = FaultProxy.before(server.port());
        PolicyStore store = schema.store(schema.dataSource(proxy.port()), "timeout", "1s");
        PolicyStore writer = schema.store()) {
      Heard heard = Heard.on(store);
      writer.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
      heard.await(KEY, "{\"a\":1}");
      proxy.blackhole();
      writer.put(PolicyDocument.of("acme", "default", "{\"a\":2}"), 1);
      refused(() -> store.get(KEY));
      eventually("the trouble shows", () -> store.trouble().isPresent());
      proxy.heal();
      heard.await(KEY, "{\"a\":2}");
      eventually("the trouble is over", () -> store.trouble().isEmpty());
    }
  }

  @Test
  void editThatIsNotCommittedMakesWritesFailInTimeAndReadsGoOn() throws SQLException {
    try (PolicyStore store = schema.store("timeout", "1s")) {
      store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
      try (Connection edit = schema.connect();
          var statement = edit.createStatement()) {
        edit.setAutoCommit(false);
        statement.execute("UPDATE policies SET document = '{\"a\":2}'");
        refused(() -> store.put(PolicyDocument.of("acme", "other", "{}"), 0));
        assertThatThrownBy(() -> store.delete(KEY, 1))
            .hasMessage(
                "policy store postgres: another session holds the turn of writers and did not"
                    + " commit in time");
        assertThat(store.get(KEY).orElseThrow().json()).isEqualTo("{\"a\":1}");
        edit.rollback();
      }
      assertThat(store.put(PolicyDocument.of("acme", "other", "{}"), 0))
          .isEqualTo(new Write.Done(1));
    }
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN))
        .hasMessageStartingWith("policy store postgres: ");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  private static String jsonOf(PolicyDocument document) {
    return document == null ? "" : document.json();
  }

  /** Puts policy after policy; what was not confirmed is looked up before it is tried again. */
  private static void write(
      PolicyStore store, Map<PolicyKey, PolicyDocument> confirmed, AtomicBoolean enough) {
    for (int i = 0; !enough.get(); i++) {
      PolicyDocument document = PolicyDocument.of("acme", "p" + i, "{\"a\":" + i + "}");
      try {
        store.put(document, 0);
        confirmed.put(document.key(), document);
      } catch (RouterException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN);
      }
    }
  }
}
