package beamline.router.benchmarks;

import java.util.Locale;

/**
 * Something of ours beside something else, in the same run.
 *
 * @param id the group, such as {@code P1}
 * @param what the work, for people
 * @param threads how many threads do it at a time
 * @param ours the benchmark method of ours, as {@code Class.method}
 * @param peer the name of what it is compared with, for people
 * @param theirs the benchmark method of the peer
 * @param target what is wanted
 */
record Comparison(
    String id, String what, int threads, String ours, String peer, String theirs, Target target) {

  /**
   * What is wanted.
   *
   * @param maxRatio our time as a share of the peer's, at most
   * @param maxBytesRatio our allocation as a share of the peer's, at most; infinite for any
   * @param words the target as the design states it
   */
  record Target(double maxRatio, double maxBytesRatio, String words) {

    /** At most this share of the peer's time. */
    static Target time(double maxRatio) {
      return new Target(
          maxRatio, Double.POSITIVE_INFINITY, String.format(Locale.ROOT, "≤ %.2f×", maxRatio));
    }

    /** So many times as fast as the peer. */
    static Target faster(double times) {
      return new Target(
          1 / times,
          Double.POSITIVE_INFINITY,
          String.format(Locale.ROOT, "≤ %.2f× (%.1f times as fast)", 1 / times, times));
    }

    /** And at most this share of the peer's allocation. */
    Target bytes(double maxBytes) {
      return new Target(
          maxRatio, maxBytes, String.format(Locale.ROOT, "%s, bytes ≤ %.2f×", words, maxBytes));
    }
  }

  double ratio(Score mine, Score other) {
    return mine.nanos() / other.nanos();
  }

  boolean isMet(Score mine, Score other) {
    // The profiler counts a few bytes of its own; less than one per call is none.
    boolean lean =
        target.maxBytesRatio() == Double.POSITIVE_INFINITY
            || mine.bytes() < 1
            || mine.bytes() <= target.maxBytesRatio() * other.bytes();
    return ratio(mine, other) <= target.maxRatio() && lean;
  }
}
