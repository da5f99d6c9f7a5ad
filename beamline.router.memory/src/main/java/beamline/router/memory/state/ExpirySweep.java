package beamline.router.memory.state;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Drops expired entries that nobody asks for any more: each new entry looks at two others in turn,
 * once there can be an expired one at all. Safe for concurrent use.
 */
final class ExpirySweep {
  private static final int LOOKS_PER_WRITE = 2;

  private final ConcurrentMap<String, Stored> entries;
  private final ReentrantLock lock = new ReentrantLock();

  /** No entry was ever stored for a shorter time, in nanoseconds. */
  private volatile long shortestTtl = Long.MAX_VALUE;

  /** No entry expires before this time. */
  private volatile long soonest;

  /** Where the round has come to, when it began and what it has found so far; all guarded. */
  private Iterator<Map.Entry<String, Stored>> round = Collections.emptyIterator();

  private long roundBegan;
  private long soonestOfRound;

  ExpirySweep(ConcurrentMap<String, Stored> entries) {
    this.entries = entries;
  }

  /** Called before an entry is stored for so long. */
  void makeRoom(long now, long ttlNanos) {
    if (ttlNanos < shortestTtl) {
      shorten(now, ttlNanos);
    }
    if (now - soonest < 0 || !lock.tryLock()) {
      return; // nothing to find, or another thread is at it
    }
    try {
      for (int i = 0; i < LOOKS_PER_WRITE; i++) {
        look(now);
      }
    } finally {
      lock.unlock();
    }
  }

  private void shorten(long now, long ttlNanos) {
    lock.lock();
    try {
      if (ttlNanos < shortestTtl) {
        long expires = now + ttlNanos;
        soonest = shortestTtl == Long.MAX_VALUE || expires - soonest < 0 ? expires : soonest;
        shortestTtl = ttlNanos;
      }
    } finally {
      lock.unlock();
    }
  }

  private void look(long now) {
    if (!round.hasNext()) {
      begin(now);
    }
    if (round.hasNext()) {
      Map.Entry<String, Stored> next = round.next();
      Stored stored = next.getValue();
      if (!stored.isAlive(now)) {
        entries.remove(next.getKey(), stored); // not if it was renewed meanwhile
      } else if (stored.expires() - soonestOfRound < 0) {
        soonestOfRound = stored.expires();
      }
    }
    if (!round.hasNext()) {
      // Those that were stored since the round began may have been missed.
      long soonestMissed = roundBegan + shortestTtl;
      soonest = soonestMissed - soonestOfRound < 0 ? soonestMissed : soonestOfRound;
    }
  }

  private void begin(long now) {
    round = entries.entrySet().iterator();
    roundBegan = now;
    soonestOfRound = now + Long.MAX_VALUE / 2;
  }
}
