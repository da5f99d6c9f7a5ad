package beamline.router.benchmarks;

import beamline.router.memory.state.MemoryStateStoreProvider;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStore.Entry;
import beamline.router.spi.StateStore.PutIfAbsent;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Marks an idempotency key as seen. There are sixteen times as many keys as there is room for, and
 * every mark lives for an hour: new keys come round so late that theirs has been evicted.
 * Duplicates are keys that were marked just before.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class MarkBenchmark {
  private static final int ROOM = 1 << 15;
  private static final int KEYS = ROOM * 16;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final byte[] MARK = {1};

  private final String[] keys = new String[KEYS];
  private final StateStore ours =
      new MemoryStateStoreProvider()
          .create(new LocalContext(new ComponentConfig("", Map.of("max-entries", "" + ROOM))));
  private final ConcurrentMap<String, byte[]> caffeine = cache(Caffeine.newBuilder());
  private final ConcurrentMap<String, byte[]> caffeineAlone =
      cache(Caffeine.newBuilder().executor(Runnable::run));
  private final ConcurrentMap<String, Entry> caffeineAnswering =
      cache(Caffeine.newBuilder().executor(Runnable::run));
  private final AtomicLong revisions = new AtomicLong();

  /** Prepares the keys. */
  public MarkBenchmark() {
    Arrays.setAll(keys, i -> "assignment-" + i + "-" + (i * 31));
  }

  private static <V> ConcurrentMap<String, V> cache(Caffeine<Object, Object> settings) {
    return settings.maximumSize(ROOM).expireAfterWrite(HOUR).<String, V>build().asMap();
  }

  /** Which key comes next. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;

    int next() {
      next = (next + 1) & (KEYS - 1);
      return next;
    }
  }

  /** Ours, keys that are not there. */
  @Benchmark
  public Object oursNew(Turn turn) {
    return ours.putIfAbsent(keys[turn.next()], MARK, HOUR);
  }

  /** Ours, keys that are there. */
  @Benchmark
  public Object oursDuplicate(Turn turn) {
    return ours.putIfAbsent(keys[turn.next() & 63], MARK, HOUR);
  }

  /** Caffeine, keys that are not there. */
  @Benchmark
  public Object caffeineNew(Turn turn) {
    byte[] known = caffeine.putIfAbsent(keys[turn.next()], MARK);
    return known == null ? MARK : known;
  }

  /** Caffeine, keys that are not there, evicting in the calling thread as ours does. */
  @Benchmark
  public Object caffeineNewAlone(Turn turn) {
    byte[] known = caffeineAlone.putIfAbsent(keys[turn.next()], MARK);
    return known == null ? MARK : known;
  }

  /**
   * The same, answering as a state store must: a copy of the value and its revision, in a stage.
   */
  @Benchmark
  public CompletionStage<PutIfAbsent> caffeineNewAnswering(Turn turn) {
    Entry entry = new Entry(MARK.clone(), revisions.incrementAndGet());
    Entry known = caffeineAnswering.putIfAbsent(keys[turn.next()], entry);
    return CompletableFuture.completedFuture(
        new PutIfAbsent(known == null, known == null ? entry : known));
  }

  /** Caffeine, keys that are there. */
  @Benchmark
  public Object caffeineDuplicate(Turn turn) {
    byte[] known = caffeine.putIfAbsent(keys[turn.next() & 63], MARK);
    return known == null ? MARK : known;
  }
}
