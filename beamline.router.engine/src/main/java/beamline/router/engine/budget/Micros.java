package beamline.router.engine.budget;

import beamline.router.api.admin.Budget;

/** Amounts of money as whole millionths. */
final class Micros {
  /** What one execution may cost: far more than any does, and far less than what overflows. */
  static final double MOST_UNITS = 1e9;

  /**
   * What can be spent of one budget: as much as the largest one. Two sums of it do not overflow.
   */
  static final long MOST_SPENT = 1_000_000_000_000L * Budget.MICROS_PER_UNIT;

  private Micros() {}

  /**
   * A cost, of {@link #MOST_UNITS} at most; rounded up, so that many small ones are not free. 0
   * when it is not known.
   */
  static long of(double cost) {
    return cost > 0
        ? (long) Math.ceil(Math.min(cost, MOST_UNITS) * Budget.MICROS_PER_UNIT - 1e-3)
        : 0;
  }

  /** A sum of two amounts that are 0 or more, {@link #MOST_SPENT} at most. */
  static long sum(long spent, long cost) {
    return spent > MOST_SPENT - cost ? MOST_SPENT : spent + cost;
  }

  static double units(long micros) {
    return micros / (double) Budget.MICROS_PER_UNIT;
  }
}
