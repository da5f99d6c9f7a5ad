package beamline.router.postgres.policy;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a change on one node to another node. */
class PolicyFollowerTest {
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
    schema = new TestSchema(server);
  }

  @Test
  void thousandChangesAreSeenOnAnotherNode() throws InterruptedException {
    assertThat(seenMillis("listening", schema.store(), 1000)).hasSize(1000);
  }

  @Test
  void changesAreSeenByPollingWhenListeningIsOff() throws InterruptedException {
    assertThat(seenMillis("polling", schema.store("listen", "false"), 100)).hasSize(100);
  }

  @Test
  void changesAreSeenByPollingWhenThePoolHidesTheDriver() throws InterruptedException {
    PolicyStore store = schema.store(hiding(schema.dataSource()));
    assertThat(seenMillis("polling a driver that is hidden", store, 100)).hasSize(100);
  }

  @Test
  void notificationThatIsLostCostsTimeAndNoChange() throws Exception {
    try (PolicyStore store = schema.store()) {
      store.put(PolicyDocument.of("acme", "default", "{}"), 0);
      Heard heard = Heard.on(store);
      try (Connection quiet = schema.connect();
          var statement = quiet.createStatement()) {
        // As if a replication tool had written the row: no trigger, so nobody is notified.
        statement.execute(
            "SET session_replication_role = replica;"
                + " UPDATE policies SET document = '{\"a\":1}', revision = 2, change = 2");
      }
      heard.await(KEY, "{\"a\":1}");
    }
  }

  @Test
  void changeThatIsCommittedLateIsNotOvertaken() throws Exception {
    try (PolicyStore store = schema.store("timeout", "30s");
        PolicyStore reader = schema.store()) {
      store.put(PolicyDocument.of("acme", "default", "{}"), 0);
      store.put(PolicyDocument.of("acme", "other", "{}"), 0);
      Heard heard = Heard.on(reader);
      try (Connection slow = schema.connect();
          var statement = slow.createStatement()) {
        slow.setAutoCommit(false);
        statement.execute("UPDATE policies SET document = '{\"a\":1}' WHERE policy_id = 'default'");
        Thread quick =
            new Thread(() -> store.put(PolicyDocument.of("acme", "other", "{\"b\":1}"), 1));
        quick.start();
        eventually(
            "the other waits for its turn",
            () ->
                waiting("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    > 0);
        slow.commit();
        quick.join();
      }
      heard.await(KEY, "{\"a\":1}");
      heard.await(new PolicyKey("acme", "other"), "{\"b\":1}");
    }
  }

  @Test
  void databaseThatIsSetBackIsToldAnew() throws Exception {
    try (PolicyStore store = schema.store("listen", "false")) {
      store.put(PolicyDocument.of("acme", "default", "{\"a\":1}"), 0);
      store.put(PolicyDocument.of("acme", "default", "{\"a\":2}"), 1);
      Heard heard = Heard.on(store);
      schema.sql(
          "SET session_replication_role = replica;"
              + " UPDATE policies SET document = '{\"a\":1}', revision = 1, change = 1");
      schema.sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'beamline-router' AND pid <> pg_backend_pid()");
      heard.await(KEY, "{\"a\":1}");
    }
  }

  @Test
  void closedStoreLeavesNoThreadAndNoConnectionBehind() {
    PolicyStore store = schema.store();
    Heard.on(store);
    store.put(PolicyDocument.of("acme", "default", "{}"), 0);
    store.close();
    eventually(
        "the thread ends",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().startsWith("beamline-router-postgres")));
    eventually(
        "the connection ends",
        () -> waiting("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'") == 0);
  }

  @Test
  void hundredThousandPoliciesAreReadInSeconds() throws Exception {
    String document = "{\"providers\":[" + "{\"id\":\"openai\",\"weight\":0.5},".repeat(20) + "1]}";
    try (PolicyStore store = schema.store("timeout", "60s")) {
      store.all();
      schema.sql(
          "INSERT INTO policies (tenant_id, policy_id, document) SELECT 'tenant-' || i % 1000,"
              + " 'policy-' || i, '"
              + document
              + "' FROM generate_series(1, 100000) i");
      long start = System.nanoTime();
      List<PolicyDocument> all = store.all();
      System.out.printf(
          "%d policies of %d characters were read in %d ms%n",
          all.size(), document.length(), (System.nanoTime() - start) / 1_000_000);
      assertThat(all).hasSize(100_000);
      assertThat(all).extracting(PolicyDocument::key).isSorted();
    }
  }

  /** How long each put took to be told on another node. */
  private List<Double> seenMillis(String how, PolicyStore other, int changes)
      throws InterruptedException {
    Map<Long, Long> toldAt = new ConcurrentHashMap<>();
    CountDownLatch all = new CountDownLatch(changes);
    List<Long> putAt = new ArrayList<>();
    try (HikariDataSource pool = TestSchema.pool(server);
        PolicyStore writer = schema.store(pool);
        PolicyStore reader = other) {
      reader.watch(
          change -> {
            long revision = ((PolicyChange.Updated) change).document().revision();
            if (toldAt.putIfAbsent(revision, System.nanoTime()) == null) {
              all.countDown();
            }
          });
      for (int i = 0; i < changes; i++) {
        putAt.add(System.nanoTime());
        Write write = writer.put(PolicyDocument.of("acme", "default", "{\"a\":" + i + "}"), i);
        assertThat(write).isEqualTo(new Write.Done(i + 1));
        long revision = i + 1L;
        eventually("revision " + revision + " is told", () -> toldAt.containsKey(revision));
      }
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    }
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      millis.add((toldAt.get(i + 1L) - putAt.get(i)) / 1e6);
    }
    Collections.sort(millis);
    System.out.printf(
        "%s: %d changes, from the call of put to being told elsewhere: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        how,
        changes,
        millis.get(changes / 2),
        millis.get(changes * 99 / 100),
        millis.get(changes - 1));
    return millis;
  }

  private long waiting(String count) {
    try {
      return Long.parseLong(schema.query(count));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A pool whose connections hide what they wrap. */
  private static DataSource hiding(DataSource source) {
    return wrapped(
        DataSource.class, source, result -> result instanceof Connection it ? hiding(it) : result);
  }

  private static Connection hiding(Connection connection) {
    return wrapped(Connection.class, connection, result -> result);
  }

  private static <T> T wrapped(Class<T> type, T target, UnaryOperator<Object> result) {
    AtomicBoolean hides = new AtomicBoolean(type == Connection.class);
    return type.cast(
        Proxy.newProxyInstance(
            PolicyFollowerTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (hides.get() && method.getName().equals("isWrapperFor")) {
                return false;
              }
              try {
                return result.apply(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
