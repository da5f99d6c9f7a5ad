package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.Explanation;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.Budget.Period;
import beamline.router.api.admin.BudgetControl;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.policy.PolicyDocument;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Each execution of {@code a} and {@code b} is expected to cost 1. */
class BudgetRoutingTest {
  private static final String POLICY =
      """
      {'providers':[{'name':'a','weight':100,'expected_cost':1},
                    {'name':'b','weight':1,'expected_cost':1}]}
      """;
  private static final BudgetKey TENANT = BudgetKey.ofTenant("acme");
  private static final BudgetKey OF_A = BudgetKey.ofProvider("acme", "a");
  private static final BudgetKey OF_B = BudgetKey.ofProvider("acme", "b");

  @Test
  void decisionsReserveWhatIsExpectedUntilTheBudgetIsSpent() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("3", Period.DAY));
      for (int i = 0; i < 3; i++) {
        assertThat(router.decide().reservation()).isPresent();
      }
      RouteRejection refusal = router.refusal(Map.of());
      assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      assertThat(refusal.details())
          .containsEntry("scope", "tenant")
          .containsEntry("identifier", "acme")
          .containsEntry("limit", 3.0)
          .containsEntry("spent", 0.0)
          .containsEntry("reserved", 3.0);
      Instant now = Instant.ofEpochMilli(1_700_000_001_000L);
      assertThat(refusal.retryAfter())
          .contains(Duration.between(now, Instant.parse("2023-11-15T00:00:00Z")));
    }
  }

  @Test
  void whoDoesNotWaitForADecisionIsExplainedTheSame() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("3", Period.DAY));
      RouteRequest request = TestRouter.request(Map.of()).traced(true).build();
      RouteOutcome now = router.engine().decide(request);
      RouteOutcome later = router.engine().decideAsync(request).toCompletableFuture().join();
      assertThat(steps(later)).isEqualTo(steps(now)).contains("admit", "policy", "select");
    }
  }

  private static List<String> steps(RouteOutcome outcome) {
    return outcome.orThrow().explanation().orElseThrow().steps().stream()
        .map(Explanation.Step::name)
        .toList();
  }

  @Test
  void aTenantWithoutABudgetReservesNothing() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(BudgetKey.ofTenant("globex"), budget("0", Period.TOTAL));
      assertThat(router.decide().reservation()).isEmpty();
    }
  }

  @Test
  void aReportSettlesWhatTheExecutionHasCost() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("3", Period.DAY));
      RouteDecision decision = router.decide();
      settle(router, decision, Status.SUCCESS, 0.25);
      assertThat(status(router, TENANT)).isEqualTo("spent 0.25, reserved 0, remaining 2.75");
      settle(router, decision, Status.SUCCESS, 0.25);
      assertThat(status(router, TENANT)).as("settled once").startsWith("spent 0.25,");
    }
  }

  @Test
  void aSecondReportOfAReservationDoesNotCountForTheBreakerEither() {
    String breaker =
        """
        {'providers':[{'name':'a','weight':1,'expected_cost':1}],
         'circuit_breaker':{'enabled':true,'failure_threshold':2}}
        """;
    try (TestRouter router = new TestRouter().policy(breaker)) {
      budgets(router).put(TENANT, budget("5", Period.DAY));
      RouteDecision failed = router.decide();
      for (int i = 0; i < 10; i++) {
        router.engine().report(ExecutionReport.of(failed, Status.TIMEOUT).build());
      }
      RouteDecision another = router.decide();
      router.engine().report(ExecutionReport.of(another, Status.TIMEOUT).build());
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.NO_PROVIDER_AVAILABLE);
    }
  }

  @Test
  void aDecisionThatFailsInTheMiddleIsNotWaitedForWhenTheRouterDrains() {
    RouterEngineBuilder withoutDraws =
        RouterEngine.builder()
            .random(
                () -> {
                  throw new IllegalStateException("no draw");
                });
    try (RouterEngine router = withoutDraws.build()) {
      router.policies().put(PolicyDocument.of("acme", "default", POLICY.replace('\'', '"')));
      router.administration().budgets().put(TENANT, budget("5", Period.DAY));
      RouteRequest request = TestRouter.request(Map.of()).build();
      assertThatThrownBy(() -> router.decide(request)).hasMessage("no draw");
      assertThatThrownBy(() -> router.decideAsync(request)).hasMessage("no draw");
      assertThat(router.drain(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void aSuccessThatDoesNotSayItsCostHasCostWhatWasExpectedAndAFailureNothing() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("5", Period.DAY));
      router.engine().report(ExecutionReport.of(router.decide(), Status.SUCCESS).build());
      router.engine().report(ExecutionReport.of(router.decide(), Status.ERROR).build());
      router.engine().report(ExecutionReport.of(router.decide(), Status.TIMEOUT).build());
      router.engine().report(ExecutionReport.of(router.decide(), Status.CANCELLED).build());
      settle(router, router.decide(), Status.ERROR, 2);
      assertThat(status(router, TENANT)).isEqualTo("spent 3, reserved 0, remaining 2");
    }
  }

  @Test
  void anExecutionThatCostsMoreThanExpectedIsSpentAllTheSame() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("2", Period.DAY));
      settle(router, router.decide(), Status.SUCCESS, 5);
      assertThat(status(router, TENANT)).isEqualTo("spent 5, reserved 0, remaining -3");
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
    }
  }

  @Test
  void absurdCostsSpendTheBudgetAndTheNextDecisionIsRefusedAtOnce() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("10", Period.DAY));
      for (int i = 0; i < 10_000; i++) {
        router.engine().report(costing(1e12));
      }
      RouteRejection refusal =
          assertTimeoutPreemptively(Duration.ofSeconds(30), () -> router.refusal(Map.of()));
      assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      assertThat(status(router, TENANT)).startsWith("spent 1000000000000, reserved 0");
    }
  }

  @Test
  void anAbsurdCostIsTakenAsTheMostThatAnExecutionMayCost() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("1000000001", Period.DAY));
      router.engine().report(costing(Double.MAX_VALUE));
      assertThat(status(router, TENANT)).isEqualTo("spent 1000000000, reserved 0, remaining 1");
    }
  }

  private static ExecutionReport costing(double cost) {
    return ExecutionReport.builder("acme", "nobody", Status.SUCCESS).cost(cost).build();
  }

  @Test
  void aProviderWhoseBudgetIsSpentIsNoCandidate() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(OF_A, budget("2", Period.HOUR));
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        chosen.add(router.decide().providerId());
      }
      assertThat(chosen).contains("a", "b");
      assertThat(chosen.stream().filter("a"::equals)).hasSize(2);
      budgets(router).put(OF_B, budget("0", Period.HOUR));
      RouteRejection refusal = router.refusal(Map.of());
      assertThat(refusal.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      assertThat(refusal.details()).containsEntry("scope", "provider");
    }
  }

  @Test
  void theTraceSaysWhichBudgetIsSpentAndAReplayDecidesTheSame() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(OF_A, budget("0.5", Period.HOUR));
      RouteDecision decision =
          router.engine().decide(TestRouter.request(Map.of()).traced(true).build()).orThrow();
      assertThat(decision.providerId()).isEqualTo("b");
      var explanation = decision.explanation().orElseThrow();
      assertThat(explanation.candidates().get(0).exclusion()).contains("its budget is spent");
      assertThat(explanation.steps()).anyMatch(step -> step.text().contains("budget of a"));
      RouteOutcome again =
          router
              .engine()
              .replay(TestRouter.request(Map.of()).build(), explanation.inputs().orElseThrow())
              .outcome();
      assertThat(again.orThrow().providerId()).isEqualTo("b");
      assertThat(again.orThrow().reservation()).isEmpty();
    }
  }

  @Test
  void explainingReservesNothing() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("1", Period.DAY));
      router.engine().explain(TestRouter.request(Map.of()).build());
      assertThat(status(router, TENANT)).isEqualTo("spent 0, reserved 0, remaining 1");
    }
  }

  @Test
  void whatNobodyReportsOnComesBackAndALateResultIsStillCharged() {
    try (TestRouter router = new TestRouter(patient(Duration.ofMinutes(1))).policy(POLICY)) {
      budgets(router).put(TENANT, budget("1", Period.TOTAL));
      RouteDecision lost = router.decide();
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      router.advance(Duration.ofMinutes(2));
      assertThat(status(router, TENANT)).isEqualTo("spent 0, reserved 0, remaining 1");
      settle(router, lost, Status.SUCCESS, 0.75);
      settle(router, lost, Status.SUCCESS, 0.75);
      assertThat(status(router, TENANT)).isEqualTo("spent 0.75, reserved 0, remaining 0.25");
    }
  }

  @Test
  void aReservationOfAnotherNodeIsChargedWithItsRealCost() {
    try (TestRouter one = new TestRouter().policy(POLICY);
        TestRouter other = new TestRouter().policy(POLICY)) {
      budgets(one).put(TENANT, budget("5", Period.DAY));
      budgets(other).put(TENANT, budget("5", Period.DAY));
      settle(other, one.decide(), Status.SUCCESS, 2);
      other.engine().report(ExecutionReport.of(one.decide(), Status.SUCCESS).build());
      assertThat(status(other, TENANT)).isEqualTo("spent 3, reserved 0, remaining 2");
    }
  }

  @Test
  void aReservationOfAnotherTenantIsNotSettledWithAReport() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      BudgetKey globex = BudgetKey.ofTenant("globex");
      budgets(router).put(TENANT, budget("5", Period.DAY));
      budgets(router).put(globex, budget("5", Period.DAY));
      RouteDecision decision = router.decide();
      router
          .engine()
          .report(
              ExecutionReport.builder("globex", "a", Status.SUCCESS)
                  .reservation(decision.reservation().orElseThrow())
                  .cost(2)
                  .build());
      assertThat(status(router, TENANT)).isEqualTo("spent 0, reserved 1, remaining 4");
      assertThat(status(router, globex)).isEqualTo("spent 2, reserved 0, remaining 3");
    }
  }

  @Test
  void aSuccessWithoutACostHasCostWhatIsReservedWhateverItsReportSays() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("5", Period.DAY));
      String reservation = router.decide().reservation().orElseThrow();
      String forged = reservation.substring(0, reservation.lastIndexOf('.')) + ".4000000";
      router
          .engine()
          .report(ExecutionReport.builder("acme", "a", Status.SUCCESS).reservation(forged).build());
      assertThat(status(router, TENANT)).isEqualTo("spent 1, reserved 0, remaining 4");
    }
  }

  @Test
  void aBudgetBeginsAnewWithItsWindowAndWhatWasReservedIsSettledInTheFormerOne() {
    try (TestRouter router = new TestRouter(patient(Duration.ofHours(2))).policy(POLICY)) {
      budgets(router).put(TENANT, budget("1", Period.HOUR));
      RouteDecision before = router.decide();
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      router.advance(Duration.ofHours(1));
      settle(router, before, Status.SUCCESS, 1);
      assertThat(status(router, TENANT)).isEqualTo("spent 0, reserved 0, remaining 1");
      router.decide();
    }
  }

  @Test
  void aChangedBudgetCountsForTheNextDecision() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("10", Period.DAY));
      router.decide();
      router.decide();
      budgets(router).put(TENANT, budget("2", Period.DAY));
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      budgets(router).put(TENANT, budget("3", Period.DAY));
      router.decide();
      assertThat(router.refusal(Map.of()).code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
      assertThat(budgets(router).remove(TENANT)).isTrue();
      assertThat(budgets(router).remove(TENANT)).isFalse();
      assertThat(router.decide().reservation()).isEmpty();
      budgets(router).put(TENANT, budget("4", Period.DAY));
      assertThat(budgets(router).of(TENANT).map(BudgetStatus::reservedMicros)).contains(0L);
    }
  }

  @Test
  void ofManyThreadsNoneGetsMoreThanTheBudget() throws Exception {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      budgets(router).put(TENANT, budget("500", Period.DAY));
      budgets(router).put(OF_A, budget("100", Period.DAY));
      List<RouteOutcome> outcomes = together(64, 20, router);
      List<RouteDecision> decisions =
          outcomes.stream()
              .filter(RouteDecision.class::isInstance)
              .map(RouteOutcome::orThrow)
              .toList();
      assertThat(decisions).hasSize(500);
      assertThat(decisions.stream().filter(it -> it.providerId().equals("a"))).hasSize(100);
      assertThat(status(router, TENANT)).isEqualTo("spent 0, reserved 500, remaining 0");
      for (RouteDecision decision : decisions) {
        settle(router, decision, Status.SUCCESS, 0.5);
      }
      assertThat(status(router, TENANT)).isEqualTo("spent 250, reserved 0, remaining 250");
    }
  }

  private static RouterConfig patient(Duration timeout) {
    return RouterConfig.builder().set(LimitKeys.BUDGET_RESERVATION_TIMEOUT, timeout).build();
  }

  private static List<RouteOutcome> together(int threads, int each, TestRouter router)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<List<RouteOutcome>>> callers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        callers.add(
            () -> {
              List<RouteOutcome> outcomes = new ArrayList<>();
              for (int j = 0; j < each; j++) {
                outcomes.add(router.ask(Map.of()));
              }
              return outcomes;
            });
      }
      List<RouteOutcome> all = new ArrayList<>();
      for (Future<List<RouteOutcome>> caller : executor.invokeAll(callers)) {
        all.addAll(caller.get());
      }
      return all;
    } finally {
      executor.shutdownNow();
    }
  }

  private static void settle(
      TestRouter router, RouteDecision decision, Status status, double cost) {
    router.engine().report(ExecutionReport.of(decision, status).cost(cost).build());
  }

  private static BudgetControl budgets(TestRouter router) {
    return router.engine().administration().budgets();
  }

  private static Budget budget(String amount, Period period) {
    return Budget.of(new BigDecimal(amount), period);
  }

  private static String status(TestRouter router, BudgetKey key) {
    Optional<BudgetStatus> status = budgets(router).of(key);
    return status
        .map(
            it ->
                "spent "
                    + units(it.spentMicros())
                    + ", reserved "
                    + units(it.reservedMicros())
                    + ", remaining "
                    + units(it.remainingMicros()))
        .orElse("none");
  }

  private static String units(long micros) {
    return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
  }
}
