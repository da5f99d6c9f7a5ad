package beamline.router.engine.decide;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decisions that wait for extensions, counted so that a drain can wait for them. Safe for
 * concurrent use.
 */
public final class InFlight {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;

  /** None yet. */
  public InFlight() {}

  void began() {
    lock.lock();
    try {
      count++;
    } finally {
      lock.unlock();
    }
  }

  void ended() {
    lock.lock();
    try {
      if (--count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that began have ended; false when they had not within the time. */
  public boolean awaitNone(Duration timeout) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return count == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
