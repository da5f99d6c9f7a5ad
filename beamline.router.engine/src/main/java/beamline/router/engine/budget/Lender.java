package beamline.router.engine.budget;

import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import beamline.router.spi.TenantStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Lends what the tenant store has: in the calling thread where that takes no time, else on the
 * executor.
 *
 * @param executor where blocking work runs
 * @param nanoTimes a monotonic clock
 * @param lease how long what is lent is kept for a node that is not heard of
 */
record Lender(TenantStore store, Executor executor, LongSupplier nanoTimes, Duration lease) {

  boolean atOnce() {
    return store.claimsAtOnce();
  }

  void run(Runnable claim) {
    if (atOnce()) {
      claim.run();
    } else {
      executor.execute(claim);
    }
  }

  BudgetShare claim(BudgetClaim claim) {
    return store.claim(claim);
  }

  long nanoTime() {
    return nanoTimes.getAsLong();
  }
}
