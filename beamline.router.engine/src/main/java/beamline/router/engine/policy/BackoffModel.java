package beamline.router.engine.policy;

/**
 * The wait before a retry (routing contract 3.5). The router never waits itself, it tells the
 * caller.
 *
 * @param growth how the wait grows from one attempt to the next
 * @param baseMillis the wait before the first retry, 1 or more
 * @param maxMillis no wait is longer; {@link Long#MAX_VALUE} when not limited
 * @param jitter whether up to just under 10 % are added at random
 */
public record BackoffModel(Growth growth, long baseMillis, long maxMillis, boolean jitter) {

  /** How a wait grows; key {@code strategy}. */
  public enum Growth {
    /** Base times 2 to the power of the attempt less one. */
    EXPONENTIAL,
    /** Base times attempt. */
    LINEAR,
    /** Always the base. */
    FIXED
  }

  /** What holds for a rule without a backoff block. */
  public static final BackoffModel DEFAULT =
      new BackoffModel(Growth.EXPONENTIAL, 100, Long.MAX_VALUE, true);

  /** The largest draw below 1. */
  private static final double JUST_UNDER_ONE = Math.nextDown(1.0);

  /**
   * Milliseconds to wait before the given attempt; {@link Long#MAX_VALUE} where the growth would
   * exceed it.
   *
   * @param attempt counted from 1
   * @param unitRandom a draw from 0 (inclusive) to 1 (exclusive) that decides the jitter
   */
  public long delayMillis(int attempt, double unitRandom) {
    int n = Math.max(attempt, 1);
    long delay =
        switch (growth) {
          case EXPONENTIAL -> doubled(baseMillis, n - 1);
          case LINEAR -> baseMillis > Long.MAX_VALUE / n ? Long.MAX_VALUE : baseMillis * n;
          case FIXED -> baseMillis;
        };
    if (jitter) {
      // written so that NaN counts as no jitter
      double draw = unitRandom > 0 ? Math.min(unitRandom, JUST_UNDER_ONE) : 0;
      long added = (long) (delay / 10.0 * draw);
      delay = delay > Long.MAX_VALUE - added ? Long.MAX_VALUE : delay + added;
    }
    return Math.min(delay, maxMillis);
  }

  private static long doubled(long value, int times) {
    return times < Long.SIZE - 1 && value <= Long.MAX_VALUE >> times
        ? value << times
        : Long.MAX_VALUE;
  }
}
