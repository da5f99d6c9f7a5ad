package beamline.router.micrometer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** The last calls, for percentiles and shares that are computed when somebody looks. */
final class RecentCalls {
  private static final int KEPT = 1024; // a power of two, so that the position may overflow

  // Zero means that nothing was kept there yet; the latency of a call that failed is negative.
  private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  void add(boolean good, long latencyNanos) {
    long latency = Math.max(1, latencyNanos);
    nanos.setOpaque(next.getAndIncrement() & (KEPT - 1), good ? latency : -latency);
  }

  /** The smallest latency that is not exceeded by this share of them, in nanoseconds; 0 if none. */
  long quantile(double share) {
    long[] kept = kept();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.abs(kept[i]);
    }
    Arrays.sort(kept);
    return kept.length == 0 ? 0 : kept[Math.max(0, (int) Math.ceil(share * kept.length) - 1)];
  }

  /** The share of good ones, 0 to 1; 1 if there was none. */
  double goodShare() {
    long[] kept = kept();
    int good = 0;
    for (long latency : kept) {
      good += latency > 0 ? 1 : 0;
    }
    return kept.length == 0 ? 1 : (double) good / kept.length;
  }

  private long[] kept() {
    long[] kept = new long[KEPT];
    int count = 0;
    for (int i = 0; i < KEPT; i++) {
      long value = nanos.getOpaque(i);
      if (value != 0) {
        kept[count++] = value;
      }
    }
    return Arrays.copyOf(kept, count);
  }
}
