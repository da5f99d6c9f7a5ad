package beamline.router.memory.limit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimit.Algorithm;
import beamline.router.spi.RateLimiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterConcurrencyTest {
  private static final LimitKey KEY = new LimitKey(LimitKey.Scope.TENANT, "acme", "");
  private static final int THREADS = 64;
  private static final int CALLS = 4_000;

  @Test
  void concurrentCallsOfAWindowLookAsIfTheyCameOneAfterTheOther() {
    linearizable(WindowScenario.class);
  }

  @Test
  void concurrentCallsOfABucketLookAsIfTheyCameOneAfterTheOther() {
    linearizable(BucketScenario.class);
  }

  @Test
  void changesOfTheLimitLookAsIfTheyCameOneAfterTheOther() {
    linearizable(ChangeScenario.class);
  }

  private static void linearizable(Class<?> scenario) {
    new StressOptions()
        .iterations(3)
        .invocationsPerIteration(200)
        .threads(2)
        .actorsPerThread(3)
        .check(scenario);
  }

  /** A window of two permits on clocks that disagree, with calls that ask for both at once. */
  @Param(name = "now", gen = IntGen.class, conf = "0:9")
  public static class WindowScenario {
    private final MemoryRateLimiter limiter = new MemoryRateLimiter(10);

    @Operation
    public long one(@Param(name = "now") int now) {
      return limiter.tryAcquire(KEY, RateLimit.slidingWindow(2, 5), 1, now);
    }

    @Operation
    public long both(@Param(name = "now") int now) {
      return limiter.tryAcquire(KEY, RateLimit.slidingWindow(2, 5), 2, now);
    }
  }

  /** A bucket of two permits on clocks that disagree. */
  @Param(name = "now", gen = IntGen.class, conf = "0:9")
  public static class BucketScenario {
    private final MemoryRateLimiter limiter = new MemoryRateLimiter(10);

    @Operation
    public long one(@Param(name = "now") int now) {
      return limiter.tryAcquire(KEY, new RateLimit(Algorithm.TOKEN_BUCKET, 1, 5, 2), 1, now);
    }

    @Operation
    public long both(@Param(name = "now") int now) {
      return limiter.tryAcquire(KEY, new RateLimit(Algorithm.TOKEN_BUCKET, 1, 5, 2), 2, now);
    }
  }

  /** A limit that changes all the time, in number and kind; every change replaces the counter. */
  public static class ChangeScenario {
    private final MemoryRateLimiter limiter = new MemoryRateLimiter(10);

    @Operation
    public boolean small() {
      return take(new RateLimit(Algorithm.TOKEN_BUCKET, 1, 5, 2));
    }

    @Operation
    public boolean large() {
      return take(new RateLimit(Algorithm.TOKEN_BUCKET, 2, 5, 3));
    }

    @Operation
    public boolean window() {
      return take(RateLimit.slidingWindow(3, 5));
    }

    private boolean take(RateLimit limit) {
      return limiter.tryAcquire(KEY, limit, 1, 0) == RateLimiter.GRANTED;
    }
  }

  @ParameterizedTest(name = "{0} permits per {1} ns")
  @CsvSource({
    "1, 50000",
    "3, 20000",
    "10, 100000",
    "100, 1000000",
    "1000, 1000000",
    "1500, 1000000",
    "5000, 2000000"
  })
  void noWindowEverHoldsMoreThanTheLimit(int permits, long windowNanos) throws Exception {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    RateLimit limit = RateLimit.slidingWindow(permits, windowNanos);
    long[] times = grantTimes(limiter, limit);
    assertThat(times.length).isGreaterThanOrEqualTo(permits);
    for (int i = permits; i < times.length; i++) {
      assertThat(times[i] - times[i - permits]).isGreaterThanOrEqualTo(windowNanos);
    }
  }

  @ParameterizedTest(name = "{0} permits per {1} ns, burst {2}")
  @CsvSource({"1, 50000, 1", "10, 100000, 5", "1000, 1000000, 300", "7, 30011, 13"})
  void noBucketEverGivesMoreThanItHeld(int permits, long windowNanos, int burst) throws Exception {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    long[] times =
        grantTimes(limiter, new RateLimit(Algorithm.TOKEN_BUCKET, permits, windowNanos, burst));
    // A bucket never gives more than it held exactly if this line never falls behind the grants.
    double level = burst;
    for (int i = 0; i < times.length; i++) {
      double refilled = i == 0 ? 0 : (double) (times[i] - times[i - 1]) * permits / windowNanos;
      level = Math.min(burst, level + refilled) - 1;
      assertThat(level).isGreaterThan(-1e-6);
    }
  }

  private static long[] grantTimes(MemoryRateLimiter limiter, RateLimit limit) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<long[]>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            pool.submit(
                () -> {
                  start.await();
                  return grantTimesOfOneThread(limiter, limit);
                }));
      }
      List<long[]> times = new ArrayList<>();
      for (Future<long[]> future : all) {
        times.add(future.get());
      }
      return times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    } finally {
      pool.shutdownNow();
    }
  }

  private static long[] grantTimesOfOneThread(MemoryRateLimiter limiter, RateLimit limit) {
    long[] times = new long[CALLS];
    int granted = 0;
    for (int i = 0; i < CALLS; i++) {
      long now = System.nanoTime();
      if (limiter.tryAcquire(KEY, limit, 1, now) == RateLimiter.GRANTED) {
        times[granted++] = now;
      }
    }
    return Arrays.copyOf(times, granted);
  }
}
