package beamline.router.engine.flow.assignment;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many assignments wait for their stream. What finds no slot waits, its reply with it:
 * so callers slow down to what the stream can take, and nobody blocks. Safe for concurrent use.
 */
final class Slots {
  private final int max;
  private final int maxWaiting;
  private final AtomicInteger inUse = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  /** How often the queue has to be looked at: whoever makes it 1 looks, for all others. */
  private final AtomicInteger looks = new AtomicInteger();

  Slots(int max, int maxWaiting) {
    this.max = max;
    this.maxWaiting = maxWaiting;
  }

  /**
   * Runs this now or when there is a slot; it then holds one until {@link #leave()}.
   *
   * @return false when too much waits already
   */
  boolean enter(Runnable work) {
    if (waiting.get() == 0 && acquired()) {
      work.run();
      return true;
    }
    if (waiting.incrementAndGet() > maxWaiting) {
      waiting.decrementAndGet();
      return false;
    }
    queue.add(work);
    look();
    return true;
  }

  /** A slot is free again. */
  void leave() {
    inUse.decrementAndGet();
    if (waiting.get() > 0) {
      look();
    }
  }

  private boolean acquired() {
    int now = inUse.get();
    while (now < max) {
      if (inUse.compareAndSet(now, now + 1)) {
        return true;
      }
      now = inUse.get();
    }
    return false;
  }

  private void look() {
    if (looks.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      while (!queue.isEmpty() && acquired()) {
        Runnable work = queue.poll();
        if (work == null) {
          inUse.decrementAndGet();
        } else {
          waiting.decrementAndGet();
          work.run();
        }
      }
      seen = looks.addAndGet(-seen);
    } while (seen != 0);
  }
}
