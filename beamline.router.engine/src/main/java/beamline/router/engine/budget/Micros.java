package beamline.router.engine.budget;

import beamline.router.api.admin.Budget;

/** Amounts of money as whole millionths. */
final class Micros {
  private static final long MOST = 1_000_000_000_000L * Budget.MICROS_PER_UNIT;

  private Micros() {}

  /** A cost; rounded up, so that many small ones are not free. 0 when it is not known. */
  static long of(double cost) {
    return cost > 0 ? (long) Math.min(Math.ceil(cost * Budget.MICROS_PER_UNIT - 1e-3), MOST) : 0;
  }

  static double units(long micros) {
    return micros / (double) Budget.MICROS_PER_UNIT;
  }
}
