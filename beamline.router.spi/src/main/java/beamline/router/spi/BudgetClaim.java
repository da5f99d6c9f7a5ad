package beamline.router.spi;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import java.time.Duration;
import java.util.Objects;

/**
 * What a holder has spent of a budget in a window and wants to hold. A holder is one engine; each
 * has a name of its own at every start. Amounts are millionths.
 *
 * @param key which budget
 * @param period how long its windows are; those of one period have nothing to do with those of
 *     another
 * @param windowMillis when its window began, in milliseconds since the epoch
 * @param limit what all holders together may hold
 * @param holder who claims
 * @param spent what it has spent in this window so far, 0 or more; never falls
 * @param wanted what it wants to hold, all that it has spent and still holds included
 * @param lease how long it holds what it has not spent, unless it claims again
 */
public record BudgetClaim(
    BudgetKey key,
    Budget.Period period,
    long windowMillis,
    long limit,
    String holder,
    long spent,
    long wanted,
    Duration lease) {

  public BudgetClaim {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(period, "period");
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(lease, "lease");
    if (limit < 0 || spent < 0 || wanted < 0) {
      throw new IllegalArgumentException(
          "limit, spent and wanted are "
              + limit
              + ", "
              + spent
              + " and "
              + wanted
              + ", must be 0 or more");
    }
  }
}
