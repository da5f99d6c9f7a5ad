package beamline.router.memory.limit;

import beamline.router.spi.RateLimit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket in one number: the time at which it will be full again (the generic cell rate
 * algorithm). Taking tokens moves that time; what would move it too far away is refused.
 */
final class TokenBucket extends Counter {
  private static final VarHandle FULL_AT;

  static {
    try {
      FULL_AT = MethodHandles.lookup().findVarHandle(TokenBucket.class, "fullAt", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RateLimit limit;
  private final long origin;
  private final long maxAge;
  private final long ticksPerNano;
  private final long cost;
  private final long burst;
  private final long capacity;

  private long openedFullAt;

  /**
   * When it is full again, in ticks since the origin, 0 or more; the complement of that once it is
   * closed.
   */
  private volatile long fullAt = ~0L;

  TokenBucket(RateLimit limit, long now) {
    this(limit, null, now);
  }

  private TokenBucket(RateLimit limit, @Nullable InUse carried, long now) {
    super(carried);
    Ticks ticks = Ticks.of(limit);
    this.limit = limit;
    this.origin = now;
    this.maxAge = ticks.maxNanos();
    this.ticksPerNano = ticks.perNano();
    this.cost = ticks.perPermit();
    this.burst = Math.min(limit.burst(), Ticks.MAX / cost);
    this.capacity = burst * cost;
  }

  static TokenBucket holding(RateLimit limit, InUse used, long now) {
    TokenBucket bucket = new TokenBucket(limit, used.permits() > limit.burst() ? used : null, now);
    bucket.openFullAt(Math.min(used.permits(), bucket.burst) * bucket.cost);
    return bucket;
  }

  @Override
  void open() {
    openFullAt(0);
  }

  private void openFullAt(long ticks) {
    openedFullAt = ticks;
    fullAt = ticks;
  }

  @Override
  long tryAcquire(RateLimit wanted, long permits, long now) {
    if (!limit.equals(wanted) || now - origin > maxAge) {
      return UNSUITED;
    }
    if (permits > burst) {
      return NEVER;
    }
    long at = at(now);
    long taken = permits * cost;
    for (int tries = 0; ; Pause.after(++tries)) {
      long before = fullAt;
      if (before < 0) {
        return CLOSED;
      }
      long after = Math.max(before, at) + taken;
      long excess = after - at - capacity;
      if (excess > 0) {
        return (excess + ticksPerNano - 1) / ticksPerNano;
      }
      if (FULL_AT.compareAndSet(this, before, after)) {
        return 0;
      }
    }
  }

  @Override
  long used(long now) {
    return Math.min(burst, (debt(now) + cost - 1) / cost);
  }

  @Override
  long usedWithin(long span, long now) {
    return used(now);
  }

  @Override
  boolean closed() {
    return fullAt < 0;
  }

  @Override
  boolean closeIfIdle(long now) {
    long before = fullAt;
    return before >= 0
        && before <= at(now - GRACE_NANOS)
        && FULL_AT.compareAndSet(this, before, ~before);
  }

  @Override
  boolean close() {
    while (true) {
      long before = fullAt;
      if (before < 0) {
        return false;
      }
      if (FULL_AT.compareAndSet(this, before, ~before)) {
        return true;
      }
    }
  }

  /**
   * Between two buckets fractions of permits are kept, so that a limit that changes often still
   * refills.
   */
  @Override
  Counter successor(RateLimit next, long permits, long now) {
    InUse used = inUse(now);
    if (next.algorithm() != RateLimit.Algorithm.TOKEN_BUCKET || used.permits() > used(now)) {
      return Counter.holding(next, used, now);
    }
    TokenBucket bucket = new TokenBucket(next, used.permits() > next.burst() ? used : null, now);
    bucket.openFullAt(rescaled(debt(now), bucket));
    return bucket;
  }

  @Override
  RateLimit lastLimit() {
    return limit;
  }

  @Override
  long grantedSinceOpen() {
    return (last() - openedFullAt + cost - 1) / cost;
  }

  private long rescaled(long debt, TokenBucket next) {
    BigInteger divisor = BigInteger.valueOf(cost);
    return BigInteger.valueOf(debt)
        .multiply(BigInteger.valueOf(next.cost))
        .add(divisor)
        .subtract(BigInteger.ONE)
        .divide(divisor)
        .min(BigInteger.valueOf(next.capacity))
        .longValue();
  }

  /** How far from full it is, in ticks. */
  private long debt(long now) {
    return Math.max(0, last() - at(now));
  }

  private long last() {
    long last = fullAt;
    return last < 0 ? ~last : last;
  }

  /** Long after the last refill it no longer matters when; the product must not overflow. */
  private long at(long now) {
    return Math.min(now - origin, 2 * maxAge) * ticksPerNano;
  }
}
