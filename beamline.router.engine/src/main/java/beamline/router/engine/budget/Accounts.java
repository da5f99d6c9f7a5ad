package beamline.router.engine.budget;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.TenantSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of all tenants, as they are set. Looking one up takes no lock; changes come one at a
 * time. Safe for concurrent use.
 */
final class Accounts {
  private final Lender lender;
  private final String holder;
  private final LongSupplier epochMillis;
  private final AtomicLong windows = new AtomicLong();

  /** Windows that are over, or whose budget is gone, as long as something is to be settled. */
  private final Queue<Tenure> former = new ConcurrentLinkedQueue<>();

  /** By tenant; null while there are none, so that asking costs nothing. */
  private volatile @Nullable Map<String, TenantAccounts> byTenant;

  /**
   * No budgets yet.
   *
   * @param holder the name of this engine, which no other has
   */
  Accounts(Lender lender, String holder, LongSupplier epochMillis) {
    this.lender = lender;
    this.holder = holder;
    this.epochMillis = epochMillis;
  }

  /** Those of a tenant; null when it has no budgets. */
  @Nullable TenantAccounts of(String tenantId) {
    Map<String, TenantAccounts> all = byTenant;
    return all == null ? null : all.get(tenantId);
  }

  /** What is held of all of them now. */
  List<Tenure> current() {
    Map<String, TenantAccounts> all = byTenant;
    long now = epochMillis.getAsLong();
    return all == null
        ? List.of()
        : all.values().stream()
            .flatMap(tenant -> tenant.all().stream())
            .map(account -> account.at(now))
            .toList();
  }

  /** What is still held of former ones. */
  List<Tenure> former() {
    return List.copyOf(former);
  }

  /** Forgets former ones of which this is true. */
  void forgetFormer(Predicate<Tenure> settled) {
    former.removeIf(settled);
  }

  /**
   * Takes what is set for a tenant now.
   *
   * @return whether there is any budget
   */
  synchronized boolean accept(TenantSettings settings) {
    Map<String, TenantAccounts> before = byTenant == null ? Map.of() : byTenant;
    Map<String, TenantAccounts> after = new HashMap<>(before);
    TenantAccounts changed = changed(settings, before.get(settings.tenantId()));
    if (changed == null) {
      after.remove(settings.tenantId());
    } else {
      after.put(settings.tenantId(), changed);
    }
    byTenant = after.isEmpty() ? null : Map.copyOf(after);
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
    Map<String, Account> formerByProvider = before == null ? Map.of() : before.byProvider();
    Map<String, Account> byProvider = new HashMap<>();
    settings
        .providerBudgets()
        .forEach(
            (provider, budget) -> {
              Account account =
                  changed(
                      BudgetKey.ofProvider(tenantId, provider),
                      formerByProvider.get(provider),
                      budget);
              if (account != null) {
                byProvider.put(provider, account);
              }
            });
    formerByProvider.forEach(
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
}
