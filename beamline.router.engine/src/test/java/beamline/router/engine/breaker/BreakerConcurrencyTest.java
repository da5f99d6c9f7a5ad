package beamline.router.engine.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.engine.policy.BreakerModel;
import beamline.router.spi.BreakerState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

class BreakerConcurrencyTest {
  private static final BreakerModel SETTINGS =
      new BreakerModel(true, 2, 2, 1000, 2, 0.5, 60, 5000, 1000);
  private static final long LATER = 2_000_000_000L;

  @Test
  void concurrentCallsLookAsIfTheyCameOneAfterTheOther() {
    new StressOptions()
        .iterations(5)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsPerThread(3)
        .check(Scenario.class);
  }

  /** Starts open with its timeout over, so that probing, closing and opening again all happen. */
  @Param(name = "failed", gen = BooleanGen.class)
  public static class Scenario {
    private final Breaker breaker = new Breaker(SETTINGS, BreakerListener.NONE, 0);

    public Scenario() {
      breaker.record(true, 0, 0);
      breaker.record(true, 0, 0);
    }

    @Operation
    public boolean acquire() {
      return breaker.tryAcquire(LATER);
    }

    @Operation
    public void record(@Param(name = "failed") boolean failed) {
      breaker.record(failed, 0, LATER);
    }

    @Operation
    public void release() {
      breaker.release();
    }

    @Operation
    public BreakerState state() {
      return breaker.state(LATER);
    }
  }

  @Test
  void neverMoreProbesThanAllowedPassHoweverManyThreadsAsk() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 200; round++) {
        Scenario scenario = new Scenario();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Boolean>> askers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          askers.add(
              () -> {
                start.await();
                return scenario.acquire();
              });
        }
        int passed = 0;
        for (Future<Boolean> asker : pool.invokeAll(askers)) {
          passed += asker.get() ? 1 : 0;
        }
        assertEquals(SETTINGS.halfOpenMaxCalls(), passed);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void eachChangeIsToldExactlyOnce() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 100; round++) {
        AtomicInteger opened = new AtomicInteger();
        Breaker breaker = new Breaker(SETTINGS, (from, to, trigger) -> opened.incrementAndGet(), 0);
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Void>> failures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          failures.add(
              () -> {
                start.await();
                breaker.record(true, 0, 0);
                return null;
              });
        }
        for (Future<Void> failure : pool.invokeAll(failures)) {
          failure.get();
        }
        assertEquals(1, opened.get());
        assertEquals(BreakerState.OPEN, breaker.state(0));
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
