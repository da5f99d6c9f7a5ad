package beamline.router.engine.budget;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.TenantSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All budgets as this engine keeps them. Deciding and reporting take no lock; changes come one at a
 * time. Safe for concurrent use.
 */
public final class Budgets {
  private static final Logger LOG = LoggerFactory.getLogger(Budgets.class);

  private final Lender lender;
  private final String holder;
  private final Reservations reservations;
  private final LongSupplier epochMillis;
  private final AtomicLong windows = new AtomicLong();

  /** Windows that are over, or whose budget is gone, as long as something is to be settled. */
  private final Queue<Tenure> former = new ConcurrentLinkedQueue<>();

  /** By tenant; null while there are none, so that asking costs nothing. */
  private volatile @Nullable Map<String, TenantAccounts> accounts;

  /**
   * No budgets yet.
   *
   * @param holder the name of this engine, which no other has
   */
  Budgets(Lender lender, String holder, Reservations reservations, LongSupplier epochMillis) {
    this.lender = lender;
    this.holder = holder;
    this.reservations = reservations;
    this.epochMillis = epochMillis;
  }

  /** What a decision of this tenant reserves from; null when the tenant has no budgets. */
  public @Nullable Purse purse(String tenantId) {
    Map<String, TenantAccounts> all = accounts;
    TenantAccounts own = all == null ? null : all.get(tenantId);
    return own == null ? null : new Purse(tenantId, own, reservations, epochMillis.getAsLong());
  }

  /** Whether this tenant has budgets. */
  public boolean any(String tenantId) {
    Map<String, TenantAccounts> all = accounts;
    return all != null && all.containsKey(tenantId);
  }

  /** Takes what an execution has cost. */
  public void settle(ExecutionReport report) {
    if (report.cost() > Micros.MOST_UNITS) {
      LOG.warn(
          "an execution by {} for {} has cost {}: budgets take it as {}",
          report.providerId(),
          report.tenantId(),
          report.cost(),
          Micros.MOST_UNITS);
    }
    String text = report.reservation().orElse(null);
    ReservationId id = text == null ? null : ReservationId.read(text);
    if (id == null) {
      charge(report, Micros.of(report.cost()));
      return;
    }
    if (!reservations.made(id, report.tenantId())) {
      charge(report, cost(report, id)); // of another node, or from before a restart
      return;
    }
    Reservation reservation = reservations.take(id);
    if (reservation != null) {
      reservation.settle(cost(report, reservation.id()));
      return;
    }
    Reservation released = reservations.takeReleased(id);
    if (released != null) {
      charge(report, cost(report, released.id()));
    }
  }

  /** A success that does not say what it cost has cost what was expected. */
  private static long cost(ExecutionReport report, ReservationId id) {
    return Double.isNaN(report.cost()) && report.status() == Status.SUCCESS
        ? id.micros()
        : Micros.of(report.cost());
  }

  private void charge(ExecutionReport report, long cost) {
    Map<String, TenantAccounts> all = accounts;
    TenantAccounts own = all == null ? null : all.get(report.tenantId());
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
  synchronized boolean accept(TenantSettings settings) {
    Map<String, TenantAccounts> before = accounts == null ? Map.of() : accounts;
    Map<String, TenantAccounts> after = new HashMap<>(before);
    TenantAccounts changed = changed(settings, before.get(settings.tenantId()));
    if (changed == null) {
      after.remove(settings.tenantId());
    } else {
      after.put(settings.tenantId(), changed);
    }
    accounts = after.isEmpty() ? null : Map.copyOf(after);
    return !after.isEmpty();
  }

  private @Nullable TenantAccounts changed(
      TenantSettings settings, @Nullable TenantAccounts before) {
    String tenantId = settings.tenantId();
    Account own =
        changed(
            BudgetKey.ofTenant(tenantId),
            before == null ? null : before.own(),
            settings.budget().orElse(null));
    Map<String, Account> former = before == null ? Map.of() : before.byProvider();
    Map<String, Account> byProvider = new HashMap<>();
    settings
        .providerBudgets()
        .forEach(
            (provider, budget) -> {
              Account account =
                  changed(BudgetKey.ofProvider(tenantId, provider), former.get(provider), budget);
              if (account != null) {
                byProvider.put(provider, account);
              }
            });
    former.forEach(
        (provider, account) -> {
          if (!byProvider.containsKey(provider)) {
            account.close();
          }
        });
    return own == null && byProvider.isEmpty() ? null : new TenantAccounts(own, byProvider);
  }

  private @Nullable Account changed(
      BudgetKey key, @Nullable Account account, @Nullable Budget budget) {
    if (budget == null) {
      if (account != null) {
        account.close();
      }
      return null;
    }
    long now = epochMillis.getAsLong();
    if (account == null) {
      return new Account(key, budget, now, this::tenure, former::add);
    }
    account.change(budget, now);
    return account;
  }

  private Tenure tenure(Window window) {
    return new Tenure(window, lender, holder + "-" + windows.getAndIncrement());
  }

  /** How the budgets of a tenant stand, the store asked now. */
  List<BudgetStatus> status(String tenantId) {
    Map<String, TenantAccounts> all = accounts;
    TenantAccounts own = all == null ? null : all.get(tenantId);
    if (own == null) {
      return List.of();
    }
    reservations.expire();
    long now = epochMillis.getAsLong();
    List<BudgetStatus> found = new ArrayList<>();
    for (Account account : accounts(own)) {
      account.at(now).report(false);
      found.add(account.status(now));
    }
    return found;
  }

  private static List<Account> accounts(TenantAccounts tenant) {
    List<Account> list = new ArrayList<>();
    if (tenant.own() != null) {
      list.add(tenant.own());
    }
    list.addAll(new TreeMap<>(tenant.byProvider()).values());
    return list;
  }

  /** Releases what has timed out, tells the store what was spent, and gives back what is unused. */
  void report() {
    reservations.expire();
    tenures().forEach(tenure -> tenure.report(false));
    former.removeIf(
        tenure -> {
          boolean settled = tenure.window().reserved() == 0; // before it is told
          return tenure.report(true) && settled;
        });
  }

  /** Tells the store the last time; what is reserved comes back with the end of the lease. */
  void end() {
    tenures().forEach(Tenure::end);
    former.forEach(Tenure::end);
  }

  private List<Tenure> tenures() {
    Map<String, TenantAccounts> all = accounts;
    long now = epochMillis.getAsLong();
    return all == null
        ? List.of()
        : all.values().stream()
            .flatMap(tenant -> accounts(tenant).stream())
            .map(account -> account.at(now))
            .toList();
  }
}
