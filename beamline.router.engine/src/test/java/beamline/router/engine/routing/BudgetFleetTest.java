package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.engine.flow.Providers;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import beamline.router.testkit.TestComponentContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that share budgets through a store which is not in their process. */
class BudgetFleetTest {
  private static final String POLICY = "{'providers':[{'name':'a','weight':1,'expected_cost':1}]}";
  private static final BudgetKey TENANT = BudgetKey.ofTenant("acme");

  private final TestComponentContext context =
      TestComponentContext.builder().prefix("tenant-store.memory.").build();
  private final TenantStore shared =
      Providers.named(TenantStoreProvider.class, "memory").create(context);
  private final DistantStore toOne = new DistantStore(shared);
  private final DistantStore toOther = new DistantStore(shared);
  private final TestRouter one = new TestRouter(toOne).policy(POLICY);
  private final TestRouter other = new TestRouter(toOther).policy(POLICY);

  @AfterEach
  void stop() {
    one.close();
    other.close();
    context.close();
  }

  @Test
  void twoNodesTogetherNeverReserveMoreThanTheBudget() throws Exception {
    budget(one, 300);
    ExecutorService executor = Executors.newFixedThreadPool(64);
    try {
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        TestRouter router = i % 2 == 0 ? one : other;
        callers.add(executor.submit(() -> admitted(router, 20)));
      }
      int all = 0;
      for (Future<Integer> caller : callers) {
        all += caller.get();
      }
      assertThat(all).as("each node may be left with less than one unit").isBetween(299, 300);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void whatIsSetOnOneNodeCountsOnTheOther() {
    budget(one, 0);
    assertThat(other.refusal(Map.of()).code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
  }

  @Test
  void whatANodeHeldThatDiedComesBackWhenItsLeaseIsOver() {
    budget(one, 8);
    assertThat(admitted(one, 1)).isEqualTo(1);
    toOne.down(true);
    int before = admitted(other, 20);
    assertThat(before).as("the first one holds what it reserved").isBetween(5, 7);
    context.clock().advance(Duration.ofSeconds(11));
    other.advance(Duration.ofSeconds(1));
    assertThat(admitted(other, 20)).as("all that was not spent").isEqualTo(8 - before);
  }

  @Test
  void aNodeWithoutItsStoreUsesItsSliceForAsLongAsItsLease() {
    budget(one, 80);
    one.decide();
    toOne.down(true);
    one.decide();
    one.advance(Duration.ofSeconds(9));
    assertThat(one.refusal(Map.of()).code()).isEqualTo(ErrorCode.SERVICE_DOWN);
    toOne.down(false);
    one.advance(Duration.ofSeconds(1));
    one.decide();
  }

  @Test
  void aDecisionThatNeedsASliceWaitsWithoutAThread() {
    budget(one, 80);
    one.advance(Duration.ofSeconds(9)); // its lease is over
    toOne.hold();
    CompletableFuture<RouteOutcome> outcome =
        one.engine().decideAsync(TestRouter.request(Map.of()).build()).toCompletableFuture();
    assertThat(outcome).isNotDone();
    toOne.release();
    await().until(outcome::isDone);
    assertThat(outcome.join()).isInstanceOf(RouteDecision.class);
  }

  @Test
  void whatWasSpentIsThereAfterARestart() {
    budget(one, 10);
    RouteDecision reported = one.decide();
    one.decide();
    one.engine().report(ExecutionReport.of(reported, Status.SUCCESS).cost(4).build());
    one.close();
    try (TestRouter again = new TestRouter(new DistantStore(shared)).policy(POLICY)) {
      BudgetStatus status = again.engine().administration().budgets().of(TENANT).orElseThrow();
      assertThat(status.spentMicros()).isEqualTo(4_000_000);
      assertThat(admitted(again, 20)).as("what the last decision reserved is lent").isEqualTo(5);
      context.clock().advance(Duration.ofSeconds(11));
      again.advance(Duration.ofSeconds(1));
      assertThat(admitted(again, 20)).isEqualTo(1);
    }
  }

  private static int admitted(TestRouter router, int requests) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += router.ask(Map.of()) instanceof RouteDecision ? 1 : 0;
    }
    return admitted;
  }

  private static void budget(TestRouter router, long units) {
    router
        .engine()
        .administration()
        .budgets()
        .put(TENANT, new Budget(units * Budget.MICROS_PER_UNIT, Budget.Period.DAY));
  }
}
