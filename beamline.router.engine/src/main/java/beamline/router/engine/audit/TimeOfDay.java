package beamline.router.engine.audit;

import java.util.function.LongSupplier;

/** The time of the day, also of what happened at a reading of the clock that only goes forward. */
public final class TimeOfDay {
  private static final long MILLI_NANOS = 1_000_000;

  private final LongSupplier epochMillis;
  private final LongSupplier nanoTime;

  /** By these two clocks. */
  public TimeOfDay(LongSupplier epochMillis, LongSupplier nanoTime) {
    this.epochMillis = epochMillis;
    this.nanoTime = nanoTime;
  }

  /**
   * Both clocks at a moment.
   *
   * @param epochMillis the time of the day
   * @param nanoTime the clock that only goes forward
   */
  record Reading(long epochMillis, long nanoTime) {

    /** What time it was then, to about a millisecond. */
    long epochMillisAt(long then) {
      return epochMillis - Math.floorDiv(nanoTime - then, MILLI_NANOS);
    }
  }

  /** Now. */
  long epochMillis() {
    return epochMillis.getAsLong();
  }

  Reading read() {
    return new Reading(epochMillis.getAsLong(), nanoTime.getAsLong());
  }
}
