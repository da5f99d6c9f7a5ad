package beamline.router.benchmarks;

import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.breaker.BreakerListener;
import beamline.router.engine.policy.BreakerModel;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Asks a closed breaker for a permit and tells it that the call went well; both read a clock before
 * and after the call. Ours always counts by time; resilience4j counts by time or by number.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class BreakerBenchmark {
  private final Breaker breaker =
      new Breaker(
          new BreakerModel(true, 5, 2, 30_000, 3, 0.5, 30, 5_000, 10),
          BreakerListener.NONE,
          System.nanoTime());
  private final CircuitBreaker byTime = breaker(SlidingWindowType.TIME_BASED, 30);
  private final CircuitBreaker byCount = breaker(SlidingWindowType.COUNT_BASED, 100);

  /** Ours. */
  @Benchmark
  public boolean ours() {
    long start = System.nanoTime();
    boolean permitted = breaker.tryAcquire(start);
    long end = System.nanoTime();
    breaker.record(false, end - start, end);
    return permitted;
  }

  /** Resilience4j with a window in seconds, as ours. */
  @Benchmark
  public boolean resilience4jTime() {
    return call(byTime);
  }

  /** Resilience4j with its default, a window in calls. */
  @Benchmark
  public boolean resilience4jCount() {
    return call(byCount);
  }

  private static boolean call(CircuitBreaker breaker) {
    boolean permitted = breaker.tryAcquirePermission();
    long start = breaker.getCurrentTimestamp();
    long end = breaker.getCurrentTimestamp();
    breaker.onSuccess(end - start, breaker.getTimestampUnit());
    return permitted;
  }

  private static CircuitBreaker breaker(SlidingWindowType type, int size) {
    return CircuitBreaker.of(
        "gpu",
        CircuitBreakerConfig.custom()
            .slidingWindow(size, 10, type)
            .failureRateThreshold(50)
            .slowCallDurationThreshold(Duration.ofSeconds(5))
            .waitDurationInOpenState(Duration.ofSeconds(30))
            .permittedNumberOfCallsInHalfOpenState(3)
            .build());
  }
}
