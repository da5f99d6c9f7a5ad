package beamline.router.memory.limit;

import static java.util.Objects.requireNonNull;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Exact limits in this process. The number of keys is bounded: when the table is full of keys that
 * are in use, further keys share counters by scope and a hash of their tenant. Sharing refuses more
 * than it should and never grants more: what is shared are windows, which keep the times of all
 * grants, whatever limits they were granted by.
 */
final class MemoryRateLimiter implements RateLimiter {
  private static final int SHARES = 256;

  private final Counters shared =
      new Counters(LimitKey.Scope.values().length * SHARES, (key, limit, now) -> 0);
  private final Counters own;
  private final Map<LimitKey.Scope, LimitKey[]> sharedKeys = new EnumMap<>(LimitKey.Scope.class);

  MemoryRateLimiter(int maxKeys) {
    own =
        new Counters(
            maxKeys, (key, limit, now) -> shared.used(sharedKey(key), asWindow(limit), now));
    for (LimitKey.Scope scope : LimitKey.Scope.values()) {
      LimitKey[] keys = new LimitKey[SHARES];
      Arrays.setAll(keys, i -> new LimitKey(scope, Integer.toString(i), ""));
      sharedKeys.put(scope, keys);
    }
  }

  @Override
  public long tryAcquire(LimitKey key, RateLimit limit, long permits, long nowNanos) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits is " + permits + ", must be 1 or more");
    }
    long wait = own.tryAcquire(key, limit, permits, nowNanos);
    return wait >= 0 ? wait : tryShared(key, limit, permits, nowNanos);
  }

  @Override
  public Exactness exactness() {
    return Exactness.EXACT;
  }

  /** How many counters are held. */
  int size() {
    return own.size() + shared.size();
  }

  private long tryShared(LimitKey key, RateLimit limit, long permits, long now) {
    long wait = shared.tryAcquire(sharedKey(key), asWindow(limit), permits, now);
    // A counter that the key was given meanwhile may not know of these permits.
    return wait == GRANTED && own.contains(key) ? tryAcquire(key, limit, permits, now) : wait;
  }

  /**
   * A window that grants no more than this limit. A bucket gives its burst, and as much again in
   * the time in which that is refilled; so it is never empty by more than what was granted in that
   * time.
   */
  private static RateLimit asWindow(RateLimit limit) {
    if (limit.algorithm() == RateLimit.Algorithm.SLIDING_WINDOW) {
      return limit;
    }
    BigInteger permits = BigInteger.valueOf(limit.permits());
    BigInteger refilled =
        BigInteger.valueOf(limit.burst())
            .multiply(BigInteger.valueOf(limit.windowNanos()))
            .add(permits)
            .subtract(BigInteger.ONE)
            .divide(permits);
    return RateLimit.slidingWindow(
        limit.burst(), refilled.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }

  private LimitKey sharedKey(LimitKey key) {
    int hash = key.tenantId().hashCode() * 0x9E3779B9;
    return requireNonNull(sharedKeys.get(key.scope()))[hash >>> 24];
  }
}
