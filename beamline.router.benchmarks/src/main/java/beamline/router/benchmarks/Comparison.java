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
   * @param extraNanos nanoseconds that our time may have beyond that share
   * @param words the target as the design states it
   */
  record Target(double maxRatio, double maxBytesRatio, double extraNanos, String words) {

    /** At most this share of the peer's time. */
    static Target time(double maxRatio) {
      return new Target(
          maxRatio, Double.POSITIVE_INFINITY, 0, String.format(Locale.ROOT, "≤ %.2f×", maxRatio));
    }

    /** So many times as fast as the peer. */
    static Target faster(double times) {
      return new Target(
          1 / times,
          Double.POSITIVE_INFINITY,
          0,
          String.format(Locale.ROOT, "≤ %.2f× (%.1f times as fast)", 1 / times, times));
    }

    /** The peer's time and so many nanoseconds. */
    static Target more(double nanos) {
      return new Target(
          1,
          Double.POSITIVE_INFINITY,
          nanos,
          String.format(Locale.ROOT, "≤ peer + %.0f µs", nanos / 1e3));
    }

    /** And at most this share of the peer's allocation. */
    Target bytes(double maxBytes) {
      return new Target(
          maxRatio,
          maxBytes,
          extraNanos,
          String.format(Locale.ROOT, "%s, bytes ≤ %.2f×", words, maxBytes));
    }
  }

  /**
   * The figure to compare. Of one thread it is the best iteration: whatever else runs on the
   * machine only ever adds to it, and the work is the same in every iteration. Where several
   * threads are compared it is the median, of both: where they contend, a thread that is kept from
   * running makes the others faster.
   */
  double nanos(Score score) {
    return threads == 1 ? score.best() : score.median();
  }

  double ratio(Score mine, Score other) {
    return nanos(mine) / nanos(other);
  }

  boolean isMet(Score mine, Score other) {
    // The profiler counts a few bytes of its own; less than one per call is none.
    boolean lean =
        target.maxBytesRatio() == Double.POSITIVE_INFINITY
            || mine.bytes() < 1
            || mine.bytes() <= target.maxBytesRatio() * other.bytes();
    return nanos(mine) <= target.maxRatio() * nanos(other) + target.extraNanos() && lean;
  }
}
