package beamline.router.engine.budget;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.Budget.Period;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.TenantSettings;
import beamline.router.engine.budget.Purse.Verdict;
import beamline.router.engine.flow.Providers;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import beamline.router.testkit.TestComponentContext;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets of an engine that keeps two reservations of each tenant. */
class BudgetsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final TestComponentContext context =
      TestComponentContext.builder().prefix("tenant-store.memory.").build();
  private final TenantStore store =
      Providers.named(TenantStoreProvider.class, "memory").create(context);
  private final Budgets budgets =
      new Budgets(
          new Accounts(
              new Lender(store, Runnable::run, context::nanoTime, Duration.ofSeconds(10)),
              "node",
              context::epochMillis),
          new Reservations("node", 2, TIMEOUT, context::nanoTime),
          context::epochMillis);

  @BeforeEach
  void setBudgets() {
    set("acme");
    set("globex");
  }

  private void set(String tenantId) {
    budgets.accept(
        TenantSettings.builder(tenantId)
            .budget(Budget.of(BigDecimal.TEN, Period.TOTAL))
            .budgetOf("p", Budget.of(BigDecimal.TEN, Period.TOTAL))
            .build());
  }

  @AfterEach
  void close() {
    store.close();
    context.close();
  }

  @Test
  void whatIsReservedIsNeverGivenBackToMakeRoomForAnother() {
    Purse first = purse("acme");
    assertThat(first.reserve("p", 1)).isEqualTo(Verdict.RESERVED);
    assertThat(purse("acme").reserve("p", 1)).isEqualTo(Verdict.RESERVED);

    Purse third = purse("acme");
    assertThat(third.reserve("p", 1)).isEqualTo(Verdict.CROWDED);
    assertThat(third.refusal().code()).isEqualTo(ErrorCode.SERVICE_OVERLOADED);
    assertThat(budgets.status("acme"))
        .extracting(BudgetStatus::reservedMicros)
        .containsExactly(2_000_000L, 2_000_000L);
    assertThat(purse("globex").reserve("p", 1)).as("another tenant").isEqualTo(Verdict.RESERVED);

    first.release();
    assertThat(purse("acme").reserve("p", 1)).isEqualTo(Verdict.RESERVED);
    assertThat(purse("acme").reserve("p", 1)).isEqualTo(Verdict.CROWDED);
    context.clock().advance(TIMEOUT.plusSeconds(1));
    budgets.report();
    assertThat(purse("acme").reserve("p", 1)).isEqualTo(Verdict.RESERVED);
  }

  @Test
  void whatIsExpectedToCostNothingIsNotKept() {
    for (int i = 0; i < 3; i++) {
      Purse purse = purse("acme");
      assertThat(purse.reserve("p", 0)).isEqualTo(Verdict.RESERVED);
      assertThat(purse.reservation()).isNull();
    }
  }

  @Test
  void whatCameBackIsChargedByALateReportOnceAndNotAnyMoreWhenItIsForgotten() {
    String late = released();
    report(late);
    report(late);
    assertThat(spent()).isEqualTo(2_000_000);

    String forgotten = released();
    context.clock().advance(TIMEOUT.multipliedBy(4).plusSeconds(1));
    report(forgotten);
    report(late);
    assertThat(spent()).isEqualTo(2_000_000);
  }

  private String released() {
    Purse purse = purse("acme");
    purse.reserve("p", 1);
    String reservation = purse.reservation();
    assertThat(reservation).isNotNull();
    purse.release();
    return reservation;
  }

  private void report(String reservation) {
    budgets.settle(
        ExecutionReport.builder("acme", "p", ExecutionReport.Status.SUCCESS)
            .reservation(reservation)
            .cost(2)
            .build());
  }

  private long spent() {
    return budgets.status("acme").get(0).spentMicros();
  }

  private Purse purse(String tenantId) {
    Purse purse = budgets.purse(tenantId);
    assertThat(purse).isNotNull();
    return purse;
  }
}
