package beamline.router.examples.scenarios;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.testkit.server.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share limits and budgets in one database. Each test has a tenant of its own. */
class BudgetsOnPostgresTest {
  private static final String JSON =
      "{\"providers\":[{\"id\":\"a\",\"weight\":1,\"expected_cost\":1}]}";
  private static final AtomicInteger TENANTS = new AtomicInteger();
  private static PostgresServer server;

  private final String tenant = "tenant-" + TENANTS.incrementAndGet();
  private final BudgetKey key = BudgetKey.ofTenant(tenant);
  private RouterEngine first;
  private RouterEngine second;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() {
    first = node();
    second = node();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private RouterEngine node() {
    RouterEngine node = empty();
    node.policies().put(PolicyDocument.of(tenant, "default", JSON));
    return node;
  }

  private RouterEngine empty() {
    RouterConfig config =
        RouterConfig.defaults()
            .with("tenant-store", "postgres")
            .with("tenant-store.postgres.url", server.url())
            .with("tenant-store.postgres.user", PostgresServer.USER)
            .with("tenant-store.postgres.password", PostgresServer.PASSWORD)
            .with("budget.lease", "3s");
    return RouterEngine.builder().config(config).build();
  }

  @Test
  void aLimitThatIsSetOnOneNodeIsInForceOnTheOther() {
    first
        .administration()
        .limits()
        .put(TenantSettings.builder(tenant).requestsPerMinute(1L).build());
    eventually("it is refused", () -> !(decide(second) instanceof RouteDecision));
  }

  @Test
  void aNodeThatStartsBeforeTheDatabaseServesOnceItKnowsTheLimits() {
    first.administration().limits().put(TenantSettings.builder(tenant).maxPolicies(1).build());
    server.stop();
    try (RouterEngine early = empty()) {
      assertThat(early.health().status()).isEqualTo(Health.Status.DOWN);
      server.restart();
      eventually("it knows them", () -> early.health().status() == Health.Status.UP);
      early.policies().put(PolicyDocument.of(tenant, "default", JSON));
      assertThat(decide(early)).isInstanceOf(RouteDecision.class);
      assertThatThrownBy(() -> early.policies().put(PolicyDocument.of(tenant, "other", JSON)))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
    }
  }

  @Test
  void noThreadOfAnyNodeGetsMoreThanTheBudgetAndWhatIsSpentOutlivesThem() throws Exception {
    budget(300);
    eventually(
        "the other node hears of it",
        () -> !second.administration().budgets().of(tenant).isEmpty());
    List<RouteDecision> decisions = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(64);
    try {
      List<Future<List<RouteDecision>>> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        RouterEngine node = i % 2 == 0 ? first : second;
        callers.add(executor.submit(() -> admitted(node, 20)));
      }
      for (Future<List<RouteDecision>> caller : callers) {
        decisions.addAll(caller.get());
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(decisions).hasSizeBetween(250, 300);

    for (RouteDecision decision : decisions) { // half of them reserved by the other node
      first.report(ExecutionReport.of(decision, ExecutionReport.Status.SUCCESS).cost(0.5).build());
    }
    first.close();
    second.close();
    first = node();
    second = node();
    BudgetStatus status = first.administration().budgets().of(key).orElseThrow();
    assertThat(status.spentMicros()).isEqualTo(decisions.size() * 500_000L);
  }

  @Test
  void whatAKilledNodeReservedComesBack() {
    budget(10);
    eventually(
        "the other node hears of it",
        () -> !second.administration().budgets().of(tenant).isEmpty());
    assertThat(admitted(first, 4)).hasSize(4);
    first.close(); // four decisions were never reported on: their node ends like one that is killed
    eventually(
        "the reservations come back",
        () ->
            second.administration().budgets().of(key).orElseThrow().remainingMicros()
                == 10_000_000);
    assertThat(admitted(second, 20)).hasSize(10);
  }

  private void budget(long units) {
    first
        .administration()
        .budgets()
        .put(key, new Budget(units * Budget.MICROS_PER_UNIT, Budget.Period.TOTAL));
  }

  private RouteOutcome decide(RouterEngine node) {
    return node.decide(RouteRequest.builder(tenant, "text.generate").build());
  }

  private List<RouteDecision> admitted(RouterEngine node, int requests) {
    List<RouteDecision> admitted = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      if (decide(node) instanceof RouteDecision decision) {
        admitted.add(decision);
      }
    }
    return admitted;
  }
}
