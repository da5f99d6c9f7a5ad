package beamline.router.engine.budget;

import beamline.router.api.LimitKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.TenantSettings;
import beamline.router.spi.TenantStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of an engine, and the timer that tells the store every second what was spent. The
 * timer does not run before there is a budget. Safe for concurrent use.
 */
public final class BudgetKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetKeeper.class);
  private static final long PERIOD_MILLIS = 1000;

  private final Budgets budgets;
  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final AtomicBoolean reporting = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> timer;
  private boolean closed;

  /** A keeper without budgets. */
  public BudgetKeeper(
      RouterConfig config,
      TenantStore store,
      Executor executor,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      LongSupplier epochMillis) {
    this.executor = executor;
    this.scheduler = scheduler;
    String holder = UUID.randomUUID().toString();
    budgets =
        new Budgets(
            new Accounts(
                new Lender(store, executor, nanoTime, config.get(LimitKeys.BUDGET_LEASE)),
                holder,
                epochMillis),
            new Reservations(
                holder,
                Reservations.MAX_OPEN,
                config.get(LimitKeys.BUDGET_RESERVATION_TIMEOUT),
                nanoTime),
            epochMillis);
  }

  /** Where decisions reserve and reports settle. */
  public Budgets budgets() {
    return budgets;
  }

  /** How the budgets of a tenant stand: its own first, then those of its providers by id. */
  public List<BudgetStatus> status(String tenantId) {
    return budgets.status(tenantId);
  }

  /** Takes what is set for a tenant now. */
  public synchronized void accept(TenantSettings settings) {
    if (budgets.accept(settings) && timer == null && !closed) {
      timer =
          scheduler.scheduleWithFixedDelay(
              this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    if (reporting.compareAndSet(false, true)) {
      try {
        executor.execute(this::report);
      } catch (RejectedExecutionException e) {
        reporting.set(false);
      }
    }
  }

  private void report() {
    try {
      budgets.report();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.BUDGET_NOT_REPORTED)
          .setCause(e)
          .log("what was spent could not be told");
    } finally {
      reporting.set(false);
    }
  }

  /** Gives back what is not spent, as far as the store can be reached. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (timer == null) {
        return;
      }
      timer.cancel(false);
    }
    budgets.end();
  }
}
