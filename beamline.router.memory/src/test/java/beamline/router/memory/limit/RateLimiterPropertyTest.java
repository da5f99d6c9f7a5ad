package beamline.router.memory.limit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The limiter against models that are too simple to be wrong, on a clock that the test moves. */
class RateLimiterPropertyTest {
  private static final LimitKey KEY = new LimitKey(LimitKey.Scope.TENANT, "acme", "");

  /** A call: so much later, for so many permits. */
  record Call(long later, int permits) {}

  @Provide
  Arbitrary<Call> calls() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0L)),
                Tuple.of(3, Arbitraries.longs().between(0, 20)),
                Tuple.of(1, Arbitraries.longs().between(0, 400))),
            Arbitraries.frequency(Tuple.of(8, 1), Tuple.of(2, 2), Tuple.of(1, 5)))
        .as(Call::new);
  }

  @Property(tries = 300)
  void slidingWindowDoesWhatALogOfGrantsDoes(
      @ForAll @IntRange(min = 1, max = 40) int permits,
      @ForAll @IntRange(min = 1, max = 300) int window,
      @ForAll @Size(min = 1, max = 300) List<@From("calls") Call> calls) {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    RateLimit limit = RateLimit.slidingWindow(permits, window);
    LogOfGrants model = new LogOfGrants();
    long now = -150;
    for (Call call : calls) {
      now += call.later();
      assertThat(limiter.tryAcquire(KEY, limit, call.permits(), now))
          .isEqualTo(model.tryAcquire(limit, call.permits(), now));
    }
  }

  @Property(tries = 300)
  void tokenBucketDoesWhatCountingFractionsDoes(
      @ForAll @IntRange(min = 1, max = 40) int permits,
      @ForAll @IntRange(min = 1, max = 300) int window,
      @ForAll @IntRange(min = 1, max = 50) int burst,
      @ForAll @Size(min = 1, max = 300) List<@From("calls") Call> calls) {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    RateLimit limit = new RateLimit(RateLimit.Algorithm.TOKEN_BUCKET, permits, window, burst);
    long now = -150;
    long tokens = (long) burst * window;
    long last = now;
    for (Call call : calls) {
      now += call.later();
      tokens = Math.min((long) burst * window, tokens + (now - last) * permits);
      last = now;
      long missing = (long) call.permits() * window - tokens;
      long wait =
          call.permits() > burst
              ? Long.MAX_VALUE
              : missing <= 0 ? 0 : (missing + permits - 1) / permits;
      assertThat(limiter.tryAcquire(KEY, limit, call.permits(), now)).isEqualTo(wait);
      if (wait == 0) {
        tokens -= (long) call.permits() * window;
      }
    }
  }

  @Property(tries = 50)
  void largeWindowGrantsTheWholeLimitAndNeverMore(
      @ForAll @IntRange(min = 1025, max = 5000) int permits,
      @ForAll @Size(min = 20, max = 60) List<@IntRange(min = 0, max = 3000) Integer> steps) {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    RateLimit limit = RateLimit.slidingWindow(permits, 10_000);
    LogOfGrants model = new LogOfGrants();
    long now = 0;
    for (int step : steps) {
      now += step;
      for (int i = 0; i < 300; i++) {
        long wait = limiter.tryAcquire(KEY, limit, 1, now);
        if (wait == RateLimiter.GRANTED) {
          assertThat(model.tryAcquire(limit, 1, now)).isZero();
        } else {
          assertThat(wait).isLessThanOrEqualTo(10_000 + 10_000 / 4096);
        }
      }
    }
    now += 10_000 + 10_000 / 4096;
    assertThat(limiter.tryAcquire(KEY, limit, permits, now)).isEqualTo(RateLimiter.GRANTED);
    assertThat(limiter.tryAcquire(KEY, limit, 1, now)).isPositive();
  }

  @Property(tries = 300)
  void changedLimitGrantsNothingThatALogOfAllGrantsWouldNot(
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 3000) Integer> limits,
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 300) Integer> windows,
      @ForAll @Size(min = 1, max = 200) List<@From("calls") Call> calls) {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    LogOfGrants model = new LogOfGrants();
    long now = 0;
    int turn = 0;
    for (Call call : calls) {
      now += call.later();
      turn += call.later() > 10 ? 1 : 0;
      int permits = 1 + limits.get(turn % limits.size()) % (turn % 3 == 0 ? 3000 : 20);
      RateLimit limit = RateLimit.slidingWindow(permits, windows.get(turn % windows.size()));
      for (int i = 0; i < 10; i++) {
        if (limiter.tryAcquire(KEY, limit, call.permits(), now) == RateLimiter.GRANTED) {
          assertThat(model.tryAcquire(limit, call.permits(), now)).isZero();
        }
      }
    }
  }

  @Property(tries = 300)
  void limitsOfBothKindsInTurnGrantNoMoreThanTheHighestOfThem(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 60) Integer> sizes,
      @ForAll @Size(min = 20, max = 200) List<@IntRange(min = 0, max = 11) Integer> turns) {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    int highest = sizes.stream().mapToInt(Integer::intValue).max().orElseThrow();
    int granted = 0;
    for (int turn : turns) {
      int size = sizes.get(turn % sizes.size());
      RateLimit limit =
          turn % 2 == 0
              ? RateLimit.slidingWindow(size, 1_000)
              : new RateLimit(RateLimit.Algorithm.TOKEN_BUCKET, 1, 1_000, size);
      for (int i = 0; i < 7; i++) {
        granted += limiter.tryAcquire(KEY, limit, 1, 0) == RateLimiter.GRANTED ? 1 : 0;
      }
    }
    assertThat(granted).isLessThanOrEqualTo(highest);
  }

  @Property(tries = 300)
  void keysThatShareACounterNeverGetMoreThanTheirOwnLimit(
      @ForAll @Size(4) List<@IntRange(min = 1, max = 40) Integer> sizes,
      @ForAll @Size(4) List<@IntRange(min = 1, max = 3000) Integer> windows,
      @ForAll @Size(min = 1, max = 300) List<@From("calls") Call> calls) {
    MemoryRateLimiter limiter = new MemoryRateLimiter(1);
    limiter.tryAcquire(KEY, RateLimit.slidingWindow(1, Long.MAX_VALUE), 1, 0);
    List<LogOfGrants> models = Stream.generate(LogOfGrants::new).limit(4).toList();
    long now = 0;
    for (int i = 0; i < calls.size(); i++) {
      now += calls.get(i).later();
      int who = Math.floorMod(31 * i + calls.get(i).permits(), 4);
      int size = sizes.get(who);
      RateLimit limit =
          who % 2 == 0
              ? RateLimit.slidingWindow(size, windows.get(who))
              : new RateLimit(RateLimit.Algorithm.TOKEN_BUCKET, size, windows.get(who), size);
      LimitKey key = new LimitKey(LimitKey.Scope.USER, "globex", "user-" + who);
      if (limiter.tryAcquire(key, limit, calls.get(i).permits(), now) == RateLimiter.GRANTED) {
        models.get(who).grant(calls.get(i).permits(), now);
        assertThat(models.get(who).isWithin(limit)).isTrue();
      }
    }
  }

  /** Every grant there ever was. */
  private static final class LogOfGrants {
    private final List<Long> grants = new ArrayList<>();

    long tryAcquire(RateLimit limit, int permits, long now) {
      if (permits > limit.permits()) {
        return Long.MAX_VALUE;
      }
      int mustBeOld = (int) (grants.size() + permits - limit.permits());
      long wait =
          mustBeOld <= 0 ? 0 : Math.max(0, grants.get(mustBeOld - 1) + limit.windowNanos() - now);
      if (wait == 0) {
        grant(permits, now);
      }
      return wait;
    }

    void grant(int permits, long now) {
      for (int i = 0; i < permits; i++) {
        grants.add(now);
      }
    }

    /** Whether the newest grant leaves no time in which more was granted than the limit gives. */
    boolean isWithin(RateLimit limit) {
      int newest = grants.size() - 1;
      for (int i = newest; i >= 0; i--) {
        long time = grants.get(newest) - grants.get(i);
        long most =
            limit.algorithm() == RateLimit.Algorithm.SLIDING_WINDOW
                ? (time < limit.windowNanos() ? limit.permits() : Long.MAX_VALUE)
                : limit.burst() + time * limit.permits() / limit.windowNanos();
        if (newest - i + 1 > most) {
          return false;
        }
      }
      return true;
    }
  }
}
