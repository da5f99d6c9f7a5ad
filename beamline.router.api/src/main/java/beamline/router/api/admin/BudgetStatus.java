package beamline.router.api.admin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a budget stands. Amounts are millionths of the unit that costs are given in.
 *
 * @param key which budget
 * @param budget what may be spent
 * @param spentMicros what executions have cost in this window, as far as this node knows
 * @param reservedMicros what decisions of this node, whose executions have not ended, are expected
 *     to cost
 * @param remainingMicros what is neither spent nor reserved nor set aside for other nodes; negative
 *     when executions cost more than was expected
 * @param windowEnd when the budget begins anew; empty when it never does
 */
public record BudgetStatus(
    BudgetKey key,
    Budget budget,
    long spentMicros,
    long reservedMicros,
    long remainingMicros,
    Optional<Instant> windowEnd) {

  public BudgetStatus {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(budget, "budget");
    Objects.requireNonNull(windowEnd, "windowEnd");
  }
}
