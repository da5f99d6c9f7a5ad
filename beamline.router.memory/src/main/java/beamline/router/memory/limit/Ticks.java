package beamline.router.memory.limit;

import beamline.router.spi.RateLimit;
import java.math.BigInteger;

/**
 * The time unit of a token bucket, fine enough that a permit costs a whole number of ticks: 3
 * permits per second are 3 ticks per nanosecond and 1,000,000,000 ticks per permit. Up to 1,048,576
 * permits per window this is exact; beyond, a permit costs up to a millionth too much, never too
 * little.
 *
 * @param perNano ticks in a nanosecond
 * @param perPermit ticks in which one permit is refilled
 */
record Ticks(long perNano, long perPermit) {
  /**
   * No bucket is ever further than this many ticks from full: half of what a number can hold is
   * left for time.
   */
  static final long MAX = 1L << 61;

  private static final long FINEST = 1L << 20;

  static Ticks of(RateLimit limit) {
    long divisor = greatestCommonDivisor(limit.permits(), limit.windowNanos());
    long perNano = limit.permits() / divisor;
    if (perNano > FINEST) {
      perNano = FINEST;
    }
    while (perNano > 1 && !fits(limit, perNano)) {
      perNano /= 2;
    }
    return new Ticks(perNano, Math.min(MAX, perPermit(limit, perNano).longValue()));
  }

  /** How long a bucket can count before its ticks must start from 0 again. */
  long maxNanos() {
    return MAX / perNano;
  }

  private static boolean fits(RateLimit limit, long perNano) {
    return perPermit(limit, perNano)
            .multiply(BigInteger.valueOf(limit.burst()))
            .compareTo(BigInteger.valueOf(MAX))
        <= 0;
  }

  private static BigInteger perPermit(RateLimit limit, long perNano) {
    BigInteger permits = BigInteger.valueOf(limit.permits());
    return BigInteger.valueOf(limit.windowNanos())
        .multiply(BigInteger.valueOf(perNano))
        .add(permits)
        .subtract(BigInteger.ONE)
        .divide(permits);
  }

  private static long greatestCommonDivisor(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValue();
  }
}
