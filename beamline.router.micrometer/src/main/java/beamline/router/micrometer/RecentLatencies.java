package beamline.router.micrometer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** The last latencies, for percentiles that are computed when somebody looks. */
final class RecentLatencies {
  private static final int KEPT = 1024; // a power of two, so that the position may overflow

  private final AtomicLongArray nanos = new AtomicLongArray(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  void add(long latencyNanos) {
    // Zero means that nothing was kept there yet.
    nanos.setOpaque(next.getAndIncrement() & (KEPT - 1), Math.max(1, latencyNanos));
  }

  /** The smallest latency that is not exceeded by this share of them, in nanoseconds; 0 if none. */
  long quantile(double share) {
    long[] kept = new long[KEPT];
    int count = 0;
    for (int i = 0; i < KEPT; i++) {
      long value = nanos.getOpaque(i);
      if (value > 0) {
        kept[count++] = value;
      }
    }
    if (count == 0) {
      return 0;
    }
    Arrays.sort(kept, 0, count);
    return kept[Math.max(0, (int) Math.ceil(share * count) - 1)];
  }
}
