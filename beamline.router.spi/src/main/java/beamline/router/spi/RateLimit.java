package beamline.router.spi;

import java.util.Objects;

/**
 * How much is allowed.
 *
 * @param algorithm how it is counted
 * @param permits how many permits per window, 1 or more
 * @param windowNanos the window in nanoseconds, 1 or more
 * @param burst for a token bucket its capacity; ignored by a sliding window
 */
public record RateLimit(Algorithm algorithm, long permits, long windowNanos, long burst) {

  /** How a limit counts. */
  public enum Algorithm {
    /** At most {@code permits} in any window that ends now. */
    SLIDING_WINDOW,
    /**
     * A bucket that holds {@code burst}, starts full and refills evenly with {@code permits} per
     * window.
     */
    TOKEN_BUCKET
  }

  public RateLimit {
    Objects.requireNonNull(algorithm, "algorithm");
    if (permits < 1 || windowNanos < 1 || burst < 1) {
      throw new IllegalArgumentException(
          "permits, windowNanos and burst are "
              + permits
              + ", "
              + windowNanos
              + " and "
              + burst
              + ", must be 1 or more");
    }
  }

  /** At most this many permits in any window. */
  public static RateLimit slidingWindow(long permits, long windowNanos) {
    return new RateLimit(Algorithm.SLIDING_WINDOW, permits, windowNanos, permits);
  }

  /** A bucket that refills with this many permits per second. */
  public static RateLimit tokenBucket(long permitsPerSecond, long burst) {
    return new RateLimit(Algorithm.TOKEN_BUCKET, permitsPerSecond, 1_000_000_000L, burst);
  }
}
