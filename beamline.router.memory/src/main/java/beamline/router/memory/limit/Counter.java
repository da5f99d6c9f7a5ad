package beamline.router.memory.limit;

import beamline.router.spi.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * How much of one key's limit is used.
 *
 * <p>A counter is born closed, opened once by whoever put it into the table, and closed for good
 * when it is idle or when a changed limit needs another one. A closed counter grants nothing: the
 * caller looks the key up again.
 */
abstract sealed class Counter permits TokenBucket, SlidingWindow {
  /** The permits can never be had: more than the limit holds. */
  static final long NEVER = Long.MAX_VALUE;

  /** This counter is closed; look the key up again. */
  static final long CLOSED = -1;

  /** This counter does not suit the limit; replace it. */
  static final long UNSUITED = -2;

  /**
   * How long a counter must have been full again before it may be dropped. Threads read their
   * clocks before they get here; one that was held up for less than this still finds what it must
   * not forget.
   */
  static final long GRACE_NANOS = 1_000_000_000L;

  /**
   * What was in use when it was opened, if that is more than it can hold: it counts again when the
   * limit is raised.
   */
  private final @Nullable InUse carried;

  Counter(@Nullable InUse carried) {
    this.carried = carried;
  }

  /** A counter for this limit that is not open yet, of which nothing is used. */
  static Counter born(RateLimit limit, long now) {
    return limit.algorithm() == RateLimit.Algorithm.TOKEN_BUCKET
        ? new TokenBucket(limit, now)
        : new SlidingWindow(limit, now);
  }

  /** An open counter that remembers what is in use. */
  static Counter holding(RateLimit limit, InUse used, long now) {
    return limit.algorithm() == RateLimit.Algorithm.TOKEN_BUCKET
        ? TokenBucket.holding(limit, used, now)
        : SlidingWindow.holding(limit, used, now);
  }

  /** Opens a counter that was just born. */
  abstract void open();

  /** Takes permits; a wait of 0 or more, or {@link #CLOSED} or {@link #UNSUITED}. */
  abstract long tryAcquire(RateLimit limit, long permits, long now);

  /** What is in use; of a closed counter, what was when it was closed. */
  final InUse inUse(long now) {
    InUse own = new InUse(used(now), lastLimit(), now);
    InUse more = carried == null ? own : carried.later(grantedSinceOpen(), now);
    return more.permits() > own.permits() ? more : own;
  }

  /** At least as many permits as are in use as far as the counter itself can tell. */
  abstract long used(long now);

  /**
   * As {@link #used}, where limits with longer windows than the last one have taken permits too.
   *
   * @param span how long the window is of the limit that asks
   */
  abstract long usedWithin(long span, long now);

  /** The limit that it was last asked for. */
  abstract RateLimit lastLimit();

  /** At least as many permits as were granted since it was opened. */
  abstract long grantedSinceOpen();

  /** Whether it was closed, or is not open yet. */
  abstract boolean closed();

  /** Closes it if nothing is used any more, and says whether this call did. */
  abstract boolean closeIfIdle(long now);

  /** Closes it, and says whether this call did. */
  abstract boolean close();

  /**
   * The counter, open, that follows this closed one: what is used stays used.
   *
   * @param permits the permits that it must be able to grant at once
   */
  abstract Counter successor(RateLimit limit, long permits, long now);
}
