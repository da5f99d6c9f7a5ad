package beamline.router.engine.admin;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetControl;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.Permission;
import java.util.List;
import java.util.Map;

/** Budgets of tenants as one caller may see and change them. */
final class GuardedBudgets implements BudgetControl {
  private static final String GET = "get";
  private static final String PUT = "put";
  private static final String DELETE = "delete";

  private final Guard guard;
  private final BudgetControl budgets;

  GuardedBudgets(Guard guard, BudgetControl budgets) {
    this.guard = guard;
    this.budgets = budgets;
  }

  @Override
  public List<BudgetStatus> of(String tenantId) {
    guard.require(Permission.CONFIG_READ, GET, Target.budget(BudgetKey.ofTenant(tenantId)));
    return budgets.of(tenantId);
  }

  @Override
  public BudgetStatus put(BudgetKey key, Budget budget) {
    Target target = Target.budget(key);
    guard.require(Permission.CONFIG_WRITE, PUT, target);
    return guard.change(
        PUT,
        target,
        () -> budgets.put(key, budget),
        stored -> Map.of("after", stored.budget().toString()));
  }

  @Override
  public boolean remove(BudgetKey key) {
    Target target = Target.budget(key);
    guard.require(Permission.CONFIG_WRITE, DELETE, target);
    return guard.change(DELETE, target, () -> budgets.remove(key), found -> Map.of("found", found));
  }
}
