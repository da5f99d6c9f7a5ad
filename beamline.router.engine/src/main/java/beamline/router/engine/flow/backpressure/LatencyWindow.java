package beamline.router.engine.flow.backpressure;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** The most recent latencies. Adding is safe for concurrent use; the rest is for one thread. */
final class LatencyWindow {
  private final AtomicLongArray samples;
  private final AtomicInteger added = new AtomicInteger();

  /** What was there when it was last looked at. */
  private int seen;

  private int cleared;

  LatencyWindow(int size) {
    samples = new AtomicLongArray(size);
  }

  void add(long nanos) {
    int at = (added.getAndIncrement() & Integer.MAX_VALUE) % samples.length();
    samples.lazySet(at, nanos);
  }

  /** Whether anything was added since this was last asked. */
  boolean isFed() {
    int now = added.get();
    boolean fed = now != seen;
    seen = now;
    return fed;
  }

  /** Forgets everything. */
  void clear() {
    cleared = added.get();
  }

  /** The 95th percentile; 0 when there is none. */
  long p95() {
    int now = added.get();
    int held = (int) Math.min(Integer.toUnsignedLong(now - cleared), samples.length());
    if (held == 0) {
      return 0;
    }
    long[] copy = new long[held];
    for (int i = 0; i < held; i++) {
      copy[i] = samples.get(((now - 1 - i) & Integer.MAX_VALUE) % samples.length());
    }
    Arrays.sort(copy);
    return copy[(int) Math.ceil(held * 0.95) - 1];
  }
}
