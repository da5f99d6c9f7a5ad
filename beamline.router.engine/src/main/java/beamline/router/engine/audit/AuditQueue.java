package beamline.router.engine.audit;

import beamline.router.spi.AuditRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Records and decisions on their way to the writer. A place is taken before something is added, and
 * given back when it is in the sink, so that what waits is bounded. Any thread adds; one takes.
 */
final class AuditQueue {
  private final ConcurrentLinkedQueue<Object> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore room;
  private final TimeOfDay time;
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean urgent;
  private final AtomicReference<@Nullable Thread> sleeper = new AtomicReference<>();

  AuditQueue(int size, TimeOfDay time) {
    this.room = new Semaphore(size);
    this.time = time;
  }

  /** Takes a place, if there is one. */
  boolean tryTakePlace() {
    return room.tryAcquire();
  }

  /** Takes a place, and waits for it. */
  boolean takePlace(Duration atMost) {
    try {
      return room.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void giveBack(int places) {
    room.release(places);
  }

  int freePlaces() {
    return room.availablePermits();
  }

  /** Adds a record, in a place that was taken, and wakes the writer. */
  void add(AuditRecord record) {
    waiting.add(record);
    urgent = true;
    wake();
  }

  /** Adds a decision, in a place that was taken. The writer comes by on its own. */
  void add(DecisionMade decision) {
    waiting.add(decision);
  }

  /** Something could not be added. */
  void lose() {
    lost.incrementAndGet();
  }

  /** How much was lost since this was asked last. */
  long takeLost() {
    return lost.get() == 0 ? 0 : lost.getAndSet(0);
  }

  /** What waits, oldest first, up to a limit. */
  List<AuditRecord> take(int limit) {
    urgent = false;
    List<AuditRecord> taken = new ArrayList<>();
    TimeOfDay.Reading now = time.read();
    while (taken.size() < limit) {
      Object next = waiting.poll();
      if (next == null) {
        break;
      }
      taken.add(
          next instanceof DecisionMade decision
              ? decision.record(now.epochMillisAt(decision.nanoTime()))
              : (AuditRecord) next);
    }
    return taken;
  }

  /**
   * Sleeps until a record is added, or for this long; not at all when one waits. Called by the
   * writer only.
   */
  void sleep(long nanos) {
    sleeper.set(Thread.currentThread());
    if (!urgent) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeper.set(null);
  }

  /** Of many that add at the same time one wakes the writer, if it sleeps. */
  private void wake() {
    Thread asleep = sleeper.get();
    if (asleep != null && sleeper.compareAndSet(asleep, null)) {
      LockSupport.unpark(asleep);
    }
  }
}
