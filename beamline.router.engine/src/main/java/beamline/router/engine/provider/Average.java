package beamline.router.engine.provider;

import java.util.concurrent.atomic.AtomicLong;

/**
 * An exponentially weighted moving average: the newest value counts one fifth. Lock-free; {@code
 * NaN} without values.
 */
final class Average {
  private static final double NEWEST = 0.2;

  private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(Double.NaN));

  double value() {
    return Double.longBitsToDouble(bits.get());
  }

  void add(double sample) {
    long before;
    double next;
    do {
      before = bits.get();
      double average = Double.longBitsToDouble(before);
      next = Double.isNaN(average) ? sample : average + NEWEST * (sample - average);
    } while (!bits.compareAndSet(before, Double.doubleToRawLongBits(next)));
  }
}
