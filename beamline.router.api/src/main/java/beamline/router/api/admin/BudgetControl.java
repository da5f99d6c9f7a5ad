package beamline.router.api.admin;

import java.util.List;
import java.util.Optional;

/**
 * What tenants may spend, over all and on single providers. A decision reserves what its provider
 * is expected to cost; the report of its execution settles what it did cost. A change counts for
 * the next decision on this node when the call returns, on other nodes as soon as they hear of it.
 * Safe for concurrent use.
 *
 * <p>Every method throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN} when the tenant store cannot be reached.
 */
public interface BudgetControl {

  /** How the budgets of a tenant stand: its own first, then those of its providers by id. */
  List<BudgetStatus> of(String tenantId);

  /** How a budget stands; empty when there is none. */
  default Optional<BudgetStatus> of(BudgetKey key) {
    return of(key.tenantId()).stream().filter(status -> status.key().equals(key)).findFirst();
  }

  /**
   * Sets a budget, or changes it: what was spent and reserved in the window stays, as long as the
   * period is the same.
   */
  BudgetStatus put(BudgetKey key, Budget budget);

  /**
   * Removes a budget.
   *
   * @return whether there was one
   */
  boolean remove(BudgetKey key);
}
