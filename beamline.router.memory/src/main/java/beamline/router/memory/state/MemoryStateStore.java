package beamline.router.memory.state;

import beamline.router.spi.StateStore;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Entries in the heap, each with its own time to live. When there are more than allowed, those that
 * were used least are dropped before they expire.
 *
 * <p>Whether an entry has expired is looked at when it is asked for; those that nobody asks for any
 * more make room by and by ({@link ExpirySweep}). Letting the cache expire them doubles the time of
 * a look-up.
 */
final class MemoryStateStore implements StateStore {
  private static final int MAX_KEY_BYTES = 512;
  private static final int MAX_VALUE_BYTES = 64 * 1024;
  private static final Duration LONGEST = Duration.ofDays(365 * 100);

  private final Cache<String, Stored> cache;
  private final ConcurrentMap<String, Stored> entries;
  private final AtomicLong revisions = new AtomicLong();
  private final LongSupplier nanoTime;
  private final ExpirySweep sweep;

  /**
   * Eviction runs right where an entry is written, so that the bound holds at every moment and no
   * thread is needed.
   */
  MemoryStateStore(long maxEntries, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    cache = Caffeine.newBuilder().maximumSize(maxEntries).executor(Runnable::run).build();
    entries = cache.asMap();
    sweep = new ExpirySweep(entries);
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    Stored stored = cache.getIfPresent(checked(key));
    return CompletableFuture.completedFuture(
        stored != null && stored.isAlive(nanoTime.getAsLong())
            ? Optional.of(stored.entry())
            : Optional.empty());
  }

  @Override
  public CompletionStage<Long> put(String key, byte[] value, Duration ttl) {
    Stored stored = stored(value, ttl, nanoTime.getAsLong());
    cache.put(checked(key), stored);
    return CompletableFuture.completedFuture(stored.entry().revision());
  }

  @Override
  public CompletionStage<PutIfAbsent> putIfAbsent(String key, byte[] value, Duration ttl) {
    check(value, ttl);
    long now = nanoTime.getAsLong();
    Stored known = cache.getIfPresent(checked(key));
    if (known != null && known.isAlive(now)) {
      return known.taken(); // a duplicate costs next to nothing
    }
    Stored stored = stored(value, ttl, now);
    while (true) {
      Stored former = entries.putIfAbsent(key, stored);
      if (former != null && former.isAlive(now)) {
        return former.taken();
      }
      if (former == null || entries.replace(key, former, stored)) {
        return CompletableFuture.completedFuture(new PutIfAbsent(true, stored.entry()));
      }
    }
  }

  @Override
  public CompletionStage<Boolean> compareAndSet(
      String key, long expectedRevision, byte[] value, Duration ttl) {
    long now = nanoTime.getAsLong();
    Stored stored = stored(value, ttl, now);
    Stored after =
        entries.computeIfPresent(
            checked(key),
            (k, former) ->
                former.entry().revision() == expectedRevision && former.isAlive(now)
                    ? stored
                    : former);
    return CompletableFuture.completedFuture(after == stored);
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    cache.invalidate(checked(key));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }

  /** How many entries are held, expired ones that were not noticed yet among them. */
  long size() {
    return cache.estimatedSize();
  }

  private Stored stored(byte[] value, Duration ttl, long now) {
    check(value, ttl);
    long nanos = ttl.compareTo(LONGEST) < 0 ? ttl.toNanos() : LONGEST.toNanos();
    sweep.makeRoom(now, nanos);
    return new Stored(new Entry(value.clone(), revisions.incrementAndGet()), now + nanos);
  }

  private static void check(byte[] value, Duration ttl) {
    if (value.length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "value has " + value.length + " bytes, must be at most " + MAX_VALUE_BYTES);
    }
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("ttl is " + ttl + ", must be positive");
    }
  }

  private static String checked(String key) {
    // A character takes at most 3 bytes; nearly every key is short enough not to be counted.
    if (key.length() * 3 > MAX_KEY_BYTES
        && key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException("key is longer than " + MAX_KEY_BYTES + " bytes");
    }
    return key;
  }
}
