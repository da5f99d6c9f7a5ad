package beamline.router.engine.provider;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.budget.Budgets;
import beamline.router.spi.Telemetry;
import java.util.function.LongSupplier;

/** Takes reports of executions to the breaker and the averages of their provider. Never blocks. */
public final class ExecutionReports {
  private final ProviderStates states;
  private final Budgets budgets;
  private final Telemetry telemetry;
  private final LongSupplier nanoTime;

  /** Reports about these providers, which settle these budgets. */
  public ExecutionReports(
      ProviderStates states, Budgets budgets, Telemetry telemetry, LongSupplier nanoTime) {
    this.states = states;
    this.budgets = budgets;
    this.telemetry = telemetry;
    this.nanoTime = nanoTime;
  }

  /** A decision comes to nothing: what it reserved of budgets comes back. */
  public void release(String reservation) {
    budgets.release(reservation);
  }

  /**
   * Takes a report; one about a provider that no policy names says what was spent, no more. That of
   * a reservation which is settled already says nothing: somebody did not hear that it was taken.
   */
  public void take(ExecutionReport report) {
    if (budgets.settle(report)) {
      observe(report);
    }
  }

  /** Takes what an execution has cost, and nothing else. */
  public void settle(ExecutionReport report) {
    budgets.settle(report);
  }

  /** Takes what an execution was like, and nothing of its cost to the tenant. */
  public void observe(ExecutionReport report) {
    ProviderState state = states.find(report.tenantId(), report.providerId());
    if (state == null) {
      return;
    }
    boolean tellsLatency = report.status() == Status.SUCCESS || report.status() == Status.TIMEOUT;
    state.measured(tellsLatency ? report.latencyNanos() : -1, report.cost());
    Breaker breaker = state.breaker();
    if (breaker != null) {
      record(report, breaker);
    }
  }

  private void record(ExecutionReport report, Breaker breaker) {
    long now = nanoTime.getAsLong();
    Blame blame = Blame.of(report);
    if (blame == Blame.NEUTRAL) {
      breaker.release();
      return;
    }
    breaker.record(blame == Blame.FAILURE, report.latencyNanos(), now);
    telemetry.breakerRecorded(
        report.tenantId(),
        report.providerId(),
        blame == Blame.FAILURE ? "failure" : "success",
        breaker.windowCalls(now),
        breaker.windowFailures(now));
  }
}
