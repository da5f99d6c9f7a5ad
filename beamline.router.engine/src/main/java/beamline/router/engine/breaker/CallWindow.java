package beamline.router.engine.breaker;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Calls, failures and latency of the last seconds, in slots of a tenth of the window. Lock-free; a
 * slot that is being turned over by one thread may lose a call of another, which an error rate can
 * bear.
 */
final class CallWindow {
  private static final int SLOTS = 10;
  private static final long ONE_CALL = 1L << 32;
  private static final long FAILURES = ONE_CALL - 1;
  private static final long MAX_CALLS = 1L << 30;

  private final long slotNanos;

  /** The epoch of a recent call, which is nearly always that of the next one, too. */
  private volatile long recentEpoch;

  private final AtomicLongArray epochs = new AtomicLongArray(SLOTS);

  /** Calls in the upper half, failures in the lower half. */
  private final AtomicLongArray counts = new AtomicLongArray(SLOTS);

  private final AtomicLongArray latencies = new AtomicLongArray(SLOTS);

  CallWindow(long windowNanos) {
    slotNanos = Math.max(1, windowNanos / SLOTS);
    for (int i = 0; i < SLOTS; i++) {
      epochs.set(i, Long.MIN_VALUE);
    }
  }

  void record(boolean failed, long latencyNanos, long now) {
    long epoch = epochOf(now);
    int slot = slotOf(epoch);
    long seen = epochs.get(slot);
    if (seen != epoch && seen < epoch && epochs.compareAndSet(slot, seen, epoch)) {
      counts.set(slot, 0);
      latencies.set(slot, 0);
    }
    if (counts.get(slot) < MAX_CALLS * ONE_CALL) {
      counts.addAndGet(slot, failed ? ONE_CALL + 1 : ONE_CALL);
      if (latencyNanos > 0) {
        latencies.addAndGet(slot, latencyNanos);
      }
    }
  }

  /** Calls in the window that ends now, in the upper half; failures in the lower half. */
  long totals(long now) {
    long oldest = epochOf(now) - SLOTS + 1;
    long calls = 0;
    long failures = 0;
    for (int i = 0; i < SLOTS; i++) {
      if (epochs.get(i) >= oldest) {
        long count = counts.get(i);
        calls += count >>> 32;
        failures += count & FAILURES;
      }
    }
    return Math.min(calls, MAX_CALLS) << 32 | Math.min(failures, FAILURES);
  }

  static long calls(long totals) {
    return totals >>> 32;
  }

  static long failures(long totals) {
    return totals & FAILURES;
  }

  /** Mean latency of the calls in the window that ends now, in nanoseconds; 0 without calls. */
  long meanLatencyNanos(long now) {
    long oldest = epochOf(now) - SLOTS + 1;
    long calls = 0;
    long sum = 0;
    for (int i = 0; i < SLOTS; i++) {
      if (epochs.get(i) >= oldest) {
        calls += counts.get(i) >>> 32;
        sum += latencies.get(i);
      }
    }
    return calls == 0 ? 0 : sum / calls;
  }

  /** Which slot of all time this is; without a division when a recent call fell into it as well. */
  private long epochOf(long now) {
    long recent = recentEpoch;
    long offset = now - recent * slotNanos;
    if (offset >= 0 && offset < slotNanos) {
      return recent;
    }
    long epoch = Math.floorDiv(now, slotNanos);
    recentEpoch = epoch;
    return epoch;
  }

  private static int slotOf(long epoch) {
    return (int) Math.floorMod(epoch, (long) SLOTS);
  }
}
