package beamline.router.benchmarks;

import beamline.router.memory.limit.MemoryRateLimiterProvider;
import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Takes one permit from the limit of a tenant, of which there are many; or, contended, two threads
 * from the limit of the same tenant. No limit is ever reached. Everybody finds the tenant's limit
 * by its key and reads its own clock.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class LimiterBenchmark {
  private static final int TENANTS = 64;
  private static final long PERMITS = 1_000_000_000L;

  private final String[] names = new String[TENANTS];
  private final LimitKey[] keys = new LimitKey[TENANTS];
  private final RateLimiter limiter = new MemoryRateLimiterProvider().create(new LocalContext());
  private final RateLimit tokens = RateLimit.tokenBucket(PERMITS, PERMITS);
  private final RateLimit window = RateLimit.slidingWindow(60 * PERMITS, 60_000_000_000L);
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofHours(1)).build();
  private final AtomicLong bare = new AtomicLong();
  private final RateLimiterRegistry limiters =
      RateLimiterRegistry.of(
          RateLimiterConfig.custom()
              .limitForPeriod((int) PERMITS)
              .limitRefreshPeriod(Duration.ofSeconds(1))
              .timeoutDuration(Duration.ZERO)
              .build());

  /** Prepares the keys. */
  public LimiterBenchmark() {
    Arrays.setAll(names, i -> "tenant-" + i);
    Arrays.setAll(keys, i -> new LimitKey(LimitKey.Scope.TENANT, names[i], ""));
  }

  /** Which tenant a thread asks for next. */
  @State(Scope.Thread)
  public static class Turn {
    private int next;

    int next() {
      next = (next + 1) % TENANTS;
      return next;
    }
  }

  /** Ours, token bucket. */
  @Benchmark
  public long tokenBucket(Turn turn) {
    return limiter.tryAcquire(keys[turn.next()], tokens, 1, System.nanoTime());
  }

  /** Ours, sliding window. */
  @Benchmark
  public long slidingWindow(Turn turn) {
    return limiter.tryAcquire(keys[turn.next()], window, 1, System.nanoTime());
  }

  /** Buckets of bucket4j in a bounded cache. */
  @Benchmark
  public boolean bucket4j(Turn turn) {
    return bucket(names[turn.next()]).tryConsume(1);
  }

  /** Limiters of resilience4j in its registry. */
  @Benchmark
  public boolean resilience4j(Turn turn) {
    return limiters.rateLimiter(names[turn.next()]).acquirePermission();
  }

  /** Ours, token bucket, one key. */
  @Benchmark
  @Threads(2)
  public long tokenBucketContended() {
    return limiter.tryAcquire(keys[0], tokens, 1, System.nanoTime());
  }

  /** Ours, sliding window, one key. */
  @Benchmark
  @Threads(2)
  public long slidingWindowContended() {
    return limiter.tryAcquire(keys[0], window, 1, System.nanoTime());
  }

  /** A bucket of bucket4j, one key. */
  @Benchmark
  @Threads(2)
  public boolean bucket4jContended() {
    return bucket(names[0]).tryConsume(1);
  }

  /** A limiter of resilience4j, one key. */
  @Benchmark
  @Threads(2)
  public boolean resilience4jContended() {
    return limiters.rateLimiter(names[0]).acquirePermission();
  }

  /** What no exact limit of one key can do without: a clock reading and a compare-and-set. */
  @Benchmark
  @Threads(2)
  public long bareContended() {
    long now = System.nanoTime();
    long before = bare.get();
    while (!bare.compareAndSet(before, before + 1)) {
      before = bare.get();
    }
    return now + before;
  }

  private Bucket bucket(String tenant) {
    return buckets.get(
        tenant,
        name ->
            Bucket.builder()
                .addLimit(
                    limit -> limit.capacity(PERMITS).refillGreedy(PERMITS, Duration.ofSeconds(1)))
                .build());
  }
}
