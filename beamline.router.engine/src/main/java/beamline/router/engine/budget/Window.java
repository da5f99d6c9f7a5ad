package beamline.router.engine.budget;

import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What this node holds of one budget in one of its windows, in millionths. Invariant: what is
 * available, reserved and spent is what is held, all in all; nobody reserves what is not available.
 * Available is below zero when executions cost more than was expected. What is spent stays at
 * {@link Micros#MOST_SPENT}, so that no sum overflows. Safe for concurrent use.
 */
final class Window {
  final BudgetKey key;
  final Budget.Period period;
  final long beginMillis;
  final long endMillis;

  private final AtomicLong available = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong spent = new AtomicLong();
  private volatile boolean used;

  /** A window in which nothing is held yet. */
  Window(BudgetKey key, Budget.Period period, long beginMillis, long endMillis) {
    this.key = key;
    this.period = period;
    this.beginMillis = beginMillis;
    this.endMillis = endMillis;
  }

  /** Reserves this much if it is there. */
  boolean reserve(long micros) {
    long left = available.get();
    while (left >= micros) {
      if (available.compareAndSet(left, left - micros)) {
        reserved.addAndGet(micros);
        used = true;
        return true;
      }
      left = available.get();
    }
    return false;
  }

  /** Gives back what was reserved. */
  void release(long micros) {
    reserved.addAndGet(-micros);
    available.addAndGet(micros);
  }

  /** What was reserved has cost this much. */
  void settle(long micros, long cost) {
    long more = spend(cost);
    reserved.addAndGet(-micros);
    available.addAndGet(micros - more);
  }

  /** Something that was not reserved has cost this much. */
  void charge(long cost) {
    available.addAndGet(-spend(cost));
  }

  private long spend(long cost) {
    long before = spent.getAndAccumulate(cost, Micros::sum);
    return Micros.sum(before, cost) - before;
  }

  /** This much more is held, or less. */
  void held(long change) {
    available.addAndGet(change);
  }

  /** Takes all that is available, to be given back. */
  long takeAvailable() {
    long left = available.get();
    while (left > 0 && !available.compareAndSet(left, 0)) {
      left = available.get();
    }
    return Math.max(0, left);
  }

  /** Whether something was reserved since this was asked last. */
  boolean wasUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  long available() {
    return available.get();
  }

  long reserved() {
    return reserved.get();
  }

  long spent() {
    return spent.get();
  }
}
