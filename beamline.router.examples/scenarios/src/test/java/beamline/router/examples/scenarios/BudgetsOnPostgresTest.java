package beamline.router.examples.scenarios;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ExecutionReport;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.testkit.server.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share limits and budgets in one database. */
class BudgetsOnPostgresTest {
  private static final String JSON =
      "{\"providers\":[{\"id\":\"a\",\"weight\":1,\"expected_cost\":1}]}";
  private static final BudgetKey KEY = BudgetKey.ofTenant("acme");

  private PostgresServer server;
  private RouterEngine first;
  private RouterEngine second;

  @BeforeEach
  void start() {
    server = PostgresServer.start();
    first = node();
    second = node();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    server.close();
  }

  private RouterEngine node() {
    RouterConfig config =
        RouterConfig.defaults()
            .with("tenant-store", "postgres")
            .with("tenant-store.postgres.url", server.url())
            .with("tenant-store.postgres.user", PostgresServer.USER)
            .with("tenant-store.postgres.password", PostgresServer.PASSWORD)
            .with("budget.lease", "3s");
    RouterEngine node = RouterEngine.builder().config(config).build();
    node.policies().put(PolicyDocument.of("acme", "default", JSON));
    return node;
  }

  @Test
  void aLimitThatIsSetOnOneNodeIsInForceOnTheOther() {
    first
        .administration()
        .limits()
        .put(TenantSettings.builder("acme").requestsPerMinute(1L).build());
    eventually("it is refused", () -> !(decide(second) instanceof RouteDecision));
  }

  @Test
  void noThreadOfAnyNodeGetsMoreThanTheBudgetAndWhatIsSpentOutlivesThem() throws Exception {
    budget(300);
    eventually(
        "the other node hears of it",
        () -> !second.administration().budgets().of("acme").isEmpty());
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
    BudgetStatus status = first.administration().budgets().of(KEY).orElseThrow();
    assertThat(status.spentMicros()).isEqualTo(decisions.size() * 500_000L);
  }

  @Test
  void whatAKilledNodeReservedComesBack() {
    budget(10);
    eventually(
        "the other node hears of it",
        () -> !second.administration().budgets().of("acme").isEmpty());
    assertThat(admitted(first, 4)).hasSize(4);
    first.close(); // four decisions were never reported on: their node ends like one that is killed
    eventually(
        "the reservations come back",
        () ->
            second.administration().budgets().of(KEY).orElseThrow().remainingMicros()
                == 10_000_000);
    assertThat(admitted(second, 20)).hasSize(10);
  }

  private void budget(long units) {
    first
        .administration()
        .budgets()
        .put(KEY, new Budget(units * Budget.MICROS_PER_UNIT, Budget.Period.TOTAL));
  }

  private static RouteOutcome decide(RouterEngine node) {
    return node.decide(RouteRequest.builder("acme", "text.generate").build());
  }

  private static List<RouteDecision> admitted(RouterEngine node, int requests) {
    List<RouteDecision> admitted = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      if (decide(node) instanceof RouteDecision decision) {
        admitted.add(decision);
      }
    }
    return admitted;
  }
}
