package beamline.router.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until it is told to advance: the monotonic and the wall clock of a
 * test. Safe for concurrent use.
 */
public final class TestClock {
  private final AtomicLong elapsedNanos = new AtomicLong();
  private final long startNanos;
  private final Instant start;

  /** A clock at noon of the first of January 2026. */
  public TestClock() {
    this(Instant.parse("2026-01-01T12:00:00Z"), 1_000_000_000_000L);
  }

  /**
   * A clock at this time.
   *
   * @param startNanos what {@link #nanoTime()} says at first; any number, as with {@link
   *     System#nanoTime()}
   */
  public TestClock(Instant start, long startNanos) {
    this.start = start;
    this.startNanos = startNanos;
  }

  /** The monotonic clock in nanoseconds. */
  public long nanoTime() {
    return startNanos + elapsedNanos.get();
  }

  /** The wall clock in milliseconds since the epoch. */
  public long epochMillis() {
    return instant().toEpochMilli();
  }

  /** The wall clock. */
  public Instant instant() {
    return start.plusNanos(elapsedNanos.get());
  }

  /** Lets time pass. */
  public void advance(Duration duration) {
    advanceNanos(duration.toNanos());
  }

  /** Lets nanoseconds pass, 0 or more. */
  public void advanceNanos(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos is " + nanos + ", must be 0 or more");
    }
    elapsedNanos.addAndGet(nanos);
  }
}
