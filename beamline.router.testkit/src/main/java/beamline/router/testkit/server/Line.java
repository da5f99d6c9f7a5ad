package beamline.router.testkit.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the way between two sides is like at the moment. Everything that is on its way feels a
 * change at once. Safe for concurrent use; the fields are guarded by this.
 */
final class Line {
  private static final int WIDEST = 1 << 16;

  private long latencyNanos;
  private long bytesPerSecond = Long.MAX_VALUE;
  private int bytesAtATime = WIDEST;
  private boolean interrupted;

  synchronized void latency(Duration latency) {
    if (latency.isNegative()) {
      throw new IllegalArgumentException("latency is " + latency + ", must be 0 or more");
    }
    latencyNanos = latency.toNanos();
    notifyAll();
  }

  synchronized void throttle(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("bytesPerSecond is " + limit + ", must be 1 or more");
    }
    bytesPerSecond = limit;
    notifyAll();
  }

  synchronized void split(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytesAtATime is " + bytes + ", must be 1 or more");
    }
    bytesAtATime = Math.min(bytes, WIDEST);
    notifyAll();
  }

  synchronized void interrupt() {
    interrupted = true;
  }

  synchronized void heal() {
    latencyNanos = 0;
    bytesPerSecond = Long.MAX_VALUE;
    bytesAtATime = WIDEST;
    interrupted = false;
    notifyAll();
  }

  /** How many bytes may be read at a time. */
  synchronized int bytesAtATime() {
    return bytesAtATime;
  }

  /** Returns when this many bytes have had their way. */
  synchronized void pass(int bytes) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long left = latencyNanos + takes(bytes) - (System.nanoTime() - start);
      if (interrupted) {
        wait();
      } else if (left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 100_000));
      } else {
        return;
      }
    }
  }

  private long takes(int bytes) {
    return bytesPerSecond == Long.MAX_VALUE
        ? 0
        : (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
  }
}
