package beamline.router.memory.limit;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A bounded table of counters by key. Every new key looks at a few others and drops those that are
 * full again.
 */
final class Counters {
  /** What {@link #tryAcquire} returns when the key has no counter and there is no room for one. */
  static final long NO_ROOM = -3;

  private static final int LOOKS = 4;

  private final ConcurrentMap<LimitKey, Counter> counters = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int maxSize;
  private final UsedElsewhere elsewhere;

  /** Where the search for idle counters goes on; null while a thread is at it. */
  private final AtomicReference<@Nullable Iterator<Map.Entry<LimitKey, Counter>>> search =
      new AtomicReference<>(counters.entrySet().iterator());

  /** How many permits of a new key's limit are in use although it had no counter. */
  interface UsedElsewhere {
    long used(LimitKey key, RateLimit limit, long now);
  }

  Counters(int maxSize, UsedElsewhere elsewhere) {
    this.maxSize = maxSize;
    this.elsewhere = elsewhere;
  }

  /** Takes permits; a wait of 0 or more, or {@link #NO_ROOM}. */
  long tryAcquire(LimitKey key, RateLimit limit, long permits, long now) {
    Counter counter = counters.get(key);
    if (counter != null) {
      long wait = counter.tryAcquire(limit, permits, now);
      if (wait >= 0) {
        return wait;
      }
    }
    return addOrReplace(key, limit, permits, now);
  }

  boolean contains(LimitKey key) {
    return counters.containsKey(key);
  }

  int size() {
    return size.get();
  }

  /** At least as many permits as are in use by this key, of this limit and of the last one. */
  long used(LimitKey key, RateLimit limit, long now) {
    for (int spins = 0; ; Pause.after(++spins)) {
      Counter counter = counters.get(key);
      if (counter == null) {
        return 0;
      }
      long used =
          Math.max(counter.inUse(now).permits(), counter.usedWithin(limit.windowNanos(), now));
      if (!counter.closed()) {
        return used;
      }
    }
  }

  private long addOrReplace(LimitKey key, RateLimit limit, long permits, long now) {
    for (int spins = 0; ; Pause.after(++spins)) {
      Counter counter = counters.get(key);
      if (counter == null) {
        if (!add(key, limit, now)) {
          return NO_ROOM;
        }
        continue;
      }
      long wait = counter.tryAcquire(limit, permits, now);
      if (wait >= 0) {
        return wait;
      }
      if (wait == Counter.UNSUITED && counter.close()) {
        counters.replace(key, counter, counter.successor(limit, permits, now));
      }
    }
  }

  /** Whether the key has a counter now. */
  private boolean add(LimitKey key, RateLimit limit, long now) {
    dropIdle(now);
    if (size.incrementAndGet() > maxSize) {
      size.decrementAndGet();
      return false;
    }
    Counter born = Counter.born(limit, now);
    if (counters.putIfAbsent(key, born) != null) {
      size.decrementAndGet();
      return true;
    }
    // Only now that it can be seen: whoever takes permits elsewhere from here on finds it and takes
    // them here as well.
    long used = elsewhere.used(key, limit, now);
    if (used == 0) {
      born.open();
    } else {
      counters.replace(key, born, Counter.holding(limit, new InUse(used, limit, now), now));
    }
    return true;
  }

  private void dropIdle(long now) {
    Iterator<Map.Entry<LimitKey, Counter>> next = search.getAndSet(null);
    if (next == null) {
      return;
    }
    for (int i = 0; i < LOOKS; i++) {
      if (!next.hasNext()) {
        next = counters.entrySet().iterator();
        break;
      }
      Map.Entry<LimitKey, Counter> entry = next.next();
      if (entry.getValue().closeIfIdle(now) && counters.remove(entry.getKey(), entry.getValue())) {
        size.decrementAndGet();
      }
    }
    search.set(next);
  }
}
