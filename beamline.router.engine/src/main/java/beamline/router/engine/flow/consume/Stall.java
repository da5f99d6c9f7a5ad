package beamline.router.engine.flow.consume;

import java.time.Duration;

/**
 * Notices that deliveries wait and none gets its answer. It is told nothing while they come and go:
 * it remembers what it saw when somebody last looked. Safe for concurrent use.
 */
final class Stall {
  private final long patienceNanos;
  private long answered = -1;
  private long sinceNanos;

  /**
   * Notices it after this time.
   *
   * @param patience longer than any delivery takes that gets on
   */
  Stall(Duration patience) {
    patienceNanos = patience.toNanos();
  }

  /** The first of those that wait has come. */
  synchronized void began(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /**
   * Whether nothing was answered for too long, although something waited all the time.
   *
   * @param held how many deliveries wait for their answer now
   * @param answered how many were answered until now
   */
  synchronized boolean look(long held, long answered, long nowNanos) {
    if (held <= 0 || answered != this.answered) {
      this.answered = answered;
      sinceNanos = nowNanos;
      return false;
    }
    return nowNanos - sinceNanos >= patienceNanos;
  }
}
