package beamline.router.examples.node.dlq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** No more than so many a second, evenly. */
final class Pace {
  private final long gapNanos;
  private long next = System.nanoTime();

  Pace(int perSecond) {
    gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Waits for its turn. */
  void await() {
    long wait = next - System.nanoTime();
    while (wait > 0) {
      LockSupport.parkNanos(wait);
      wait = next - System.nanoTime();
    }
    next = Math.max(next, System.nanoTime() - gapNanos) + gapNanos;
  }
}
