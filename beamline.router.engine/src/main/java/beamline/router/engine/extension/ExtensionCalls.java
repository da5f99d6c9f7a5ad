package beamline.router.engine.extension;

import java.util.Arrays;

/**
 * The calls of one extension: their number, and how long the last 256 took. Safe for concurrent
 * use: calls take milliseconds, a lock does not matter.
 */
public final class ExtensionCalls {
  private static final int KEPT = 256;

  private final long[] latencies = new long[KEPT];
  private long successes;
  private long failures;
  private long lastSuccessMillis;
  private long lastFailureMillis;

  ExtensionCalls() {}

  synchronized void add(boolean ok, long latencyNanos, long nowMillis) {
    latencies[(int) ((successes + failures) % KEPT)] = latencyNanos;
    if (ok) {
      successes++;
      lastSuccessMillis = nowMillis;
    } else {
      failures++;
      lastFailureMillis = nowMillis;
    }
  }

  synchronized Summary summary() {
    long calls = successes + failures;
    long[] sorted = Arrays.copyOf(latencies, (int) Math.min(calls, KEPT));
    long last = calls == 0 ? 0 : latencies[(int) ((calls - 1) % KEPT)];
    Arrays.sort(sorted);
    return new Summary(
        successes,
        failures,
        lastSuccessMillis,
        lastFailureMillis,
        last,
        Arrays.stream(sorted).average().orElse(0),
        at(sorted, 0.5),
        at(sorted, 0.95),
        at(sorted, 0.99));
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * share) - 1];
  }

  /**
   * Numbers of an extension; times are of the most recent calls, in nanoseconds.
   *
   * @param lastSuccessMillis since the epoch; 0 for never
   * @param lastFailureMillis since the epoch; 0 for never
   */
  public record Summary(
      long successes,
      long failures,
      long lastSuccessMillis,
      long lastFailureMillis,
      long lastNanos,
      double averageNanos,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos) {

    /** Nothing was called. */
    public static final Summary NONE = new Summary(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The share of calls that went well; 0 when there was none. */
    public double successRate() {
      long calls = successes + failures;
      return calls == 0 ? 0 : (double) successes / calls;
    }
  }
}
