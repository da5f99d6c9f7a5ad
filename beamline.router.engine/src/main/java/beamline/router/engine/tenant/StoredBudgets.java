package beamline.router.engine.tenant;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetControl;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.TenantSettings;
import beamline.router.engine.budget.BudgetKeeper;
import beamline.router.engine.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Budgets, which are a part of the settings of tenants. */
public final class StoredBudgets implements BudgetControl {
  private static final int MAX_ATTEMPTS = 10;

  private final LimitControl settings;
  private final BudgetKeeper keeper;

  /** Budgets in these settings, which this keeper keeps. */
  public StoredBudgets(LimitControl settings, BudgetKeeper keeper) {
    this.settings = settings;
    this.keeper = keeper;
  }

  @Override
  public List<BudgetStatus> of(String tenantId) {
    return Store.TENANTS.ask(() -> keeper.status(tenantId));
  }

  @Override
  public BudgetStatus put(BudgetKey key, Budget budget) {
    change(key, budget);
    return of(key)
        .orElseThrow(
            () ->
                new RouterException(
                    ErrorCode.POLICY_CONFLICT, "the budget of " + key + " was removed meanwhile"));
  }

  @Override
  public boolean remove(BudgetKey key) {
    return change(key, null);
  }

  /** Whether there was a budget. Others may change other settings of the tenant meanwhile. */
  private boolean change(BudgetKey key, @Nullable Budget budget) {
    for (int attempt = 1; ; attempt++) {
      TenantSettings before = settings.of(key.tenantId());
      boolean found = before.budget(key).isPresent();
      if (!found && budget == null) {
        return false;
      }
      try {
        settings.put(before.toBuilder().budget(key, budget).build());
        return found;
      } catch (RouterException e) {
        if (e.code() != ErrorCode.POLICY_CONFLICT || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
