package beamline.router.spi;

import beamline.router.api.RouterComponent;

/**
 * Takes permits from limits. Never blocks and never waits for another machine: a limiter that
 * shares its count does so behind the call.
 */
public interface RateLimiter extends RouterComponent {
  /** What {@link #tryAcquire} returns when the permits were taken. */
  long GRANTED = 0;

  /** How exact the count is. */
  enum Exactness {
    /** Never more than the limit, in one process. */
    EXACT,
    /** May exceed the limit by a documented share. */
    APPROXIMATE
  }

  /**
   * Takes permits, all or none.
   *
   * @param key what is counted; unknown keys start with a full limit
   * @param limit how much is allowed now; a changed limit applies from this call on
   * @param permits how many, 1 or more
   * @param nowNanos the engine's monotonic clock, read once for the decision
   * @return {@link #GRANTED}, or how many nanoseconds to wait before the same call can succeed if
   *     nobody else takes any; {@link Long#MAX_VALUE} when it never can
   */
  long tryAcquire(LimitKey key, RateLimit limit, long permits, long nowNanos);

  /** How exact the count is. */
  Exactness exactness();
}
