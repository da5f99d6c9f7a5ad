package beamline.router.engine.budget;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.LogEvent;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.TenantSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All budgets as this engine keeps them: what decisions reserve, and what reports settle. Neither
 * takes a lock. Safe for concurrent use.
 */
public final class Budgets {
  private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

  private final Accounts accounts;
  private final Reservations reservations;
  private final LongSupplier epochMillis;

  /** What is reserved from these accounts. */
  Budgets(Accounts accounts, Reservations reservations, LongSupplier epochMillis) {
    this.accounts = accounts;
    this.reservations = reservations;
    this.epochMillis = epochMillis;
  }

  /** What a decision of this tenant reserves from; null when the tenant has no budgets. */
  public @Nullable Purse purse(String tenantId) {
    TenantAccounts own = accounts.of(tenantId);
    return own == null ? null : new Purse(tenantId, own, reservations, epochMillis.getAsLong());
  }

  /** Whether this tenant has budgets. */
  public boolean any(String tenantId) {
    return accounts.of(tenantId) != null;
  }

  /**
   * Takes what an execution has cost.
   *
   * @return whether that is news: not when its reservation has been settled already
   */
  public boolean settle(ExecutionReport report) {
    if (report.cost() > Micros.MOST_UNITS) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.BUDGET_COST_CAPPED)
          .addKeyValue("tenant_id", report.tenantId())
          .addKeyValue("provider_id", report.providerId())
          .addKeyValue("cost", report.cost())
          .addKeyValue("taken_as", Micros.MOST_UNITS)
          .log("an execution has cost more than budgets can count");
    }
    String text = report.reservation().orElse(null);
    ReservationId id = text == null ? null : ReservationId.read(text);
    if (id == null) {
      charge(report, Micros.of(report.cost()));
      return true;
    }
    if (!reservations.made(id, report.tenantId())) {
      charge(report, cost(report, id)); // of another node, or from before a restart
      return true;
    }
    Reservation reservation = reservations.take(id);
    if (reservation != null) {
      reservation.settle(cost(report, reservation.id()));
      return true;
    }
    Reservation released = reservations.takeReleased(id);
    if (released != null) {
      charge(report, cost(report, released.id()));
    }
    return released != null;
  }

  /** A success that does not say what it cost has cost what was expected. */
  private static long cost(ExecutionReport report, ReservationId id) {
    return Double.isNaN(report.cost()) && report.status() == Status.SUCCESS
        ? id.micros()
        : Micros.of(report.cost());
  }

  private void charge(ExecutionReport report, long cost) {
    TenantAccounts own = accounts.of(report.tenantId());
    if (own == null || cost == 0) {
      return;
    }
    long now = epochMillis.getAsLong();
    Tenure tenant = own.tenure(now);
    if (tenant != null) {
      tenant.window().charge(cost);
    }
    Tenure provider = own.tenure(report.providerId(), now);
    if (provider != null) {
      provider.window().charge(cost);
    }
  }

  /** Gives back what a decision reserved that comes to nothing, unless that has ended. */
  public void release(String reservation) {
    ReservationId id = ReservationId.read(reservation);
    if (id != null) {
      reservations.release(id);
    }
  }

  /**
   * Takes what is set for a tenant now.
   *
   * @return whether there is any budget
   */
  boolean accept(TenantSettings settings) {
    return accounts.accept(settings);
  }

  /** How the budgets of a tenant stand, the store asked now. */
  List<BudgetStatus> status(String tenantId) {
    TenantAccounts own = accounts.of(tenantId);
    if (own == null) {
      return List.of();
    }
    reservations.expire();
    long now = epochMillis.getAsLong();
    List<BudgetStatus> found = new ArrayList<>();
    for (Account account : own.all()) {
      account.at(now).report(false);
      found.add(account.status(now));
    }
    return found;
  }

  /** Releases what has timed out, tells the store what was spent, and gives back what is unused. */
  void report() {
    reservations.expire();
    accounts.current().forEach(tenure -> tenure.report(false));
    accounts.forgetFormer(
        tenure -> {
          boolean settled = tenure.window().reserved() == 0; // before it is told
          return tenure.report(true) && settled;
        });
  }

  /** Tells the store the last time; what is reserved comes back with the end of the lease. */
  void end() {
    accounts.current().forEach(Tenure::end);
    accounts.former().forEach(Tenure::end);
  }
}
