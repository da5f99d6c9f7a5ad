package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RL-20 to RL-25: limits under many threads, which read their clocks at different moments. */
public abstract class RateLimiterThreadRules extends RateLimiterFixture {
  private static final int THREADS = 16;
  private static final int CALLS = 2_000;

  RateLimiterThreadRules() {}

  @Test
  @DisplayName("RL-20 threads that ask at the same moment get the limit, no more and no fewer")
  void threadsGetTheLimit() {
    for (RateLimit limit :
        List.of(RateLimit.slidingWindow(1000, SECOND), new RateLimit(BUCKET, 1, SECOND, 1000))) {
      LimitKey key = user(limit.algorithm().name());
      assertGranted(1000, sum(Together.run(THREADS, thread -> () -> grants(key, limit, CALLS, 0))));
    }
  }

  @Test
  @DisplayName("RL-21 no window holds more than the limit, whatever the threads do")
  void noWindowHoldsMoreThanTheLimit() {
    for (long permits : new long[] {1, 7, 100}) {
      RateLimit limit = RateLimit.slidingWindow(permits, 10_000);
      AtomicLong clock = new AtomicLong();
      LimitKey key = user("u" + permits);
      long[] times = merged(Together.run(THREADS, thread -> () -> grantTimes(key, limit, clock)));
      assertTrue(times.length >= permits, "nothing was granted");
      assertNoWindowHoldsMore(times, limit);
    }
  }

  @Test
  @DisplayName("RL-22 a token bucket never gives more than its burst and what was refilled")
  void aTokenBucketNeverGivesMore() {
    RateLimit limit = new RateLimit(BUCKET, 50, 10_000, 20);
    AtomicLong clock = new AtomicLong();
    long[] times = merged(Together.run(THREADS, thread -> () -> grantTimes(USER, limit, clock)));
    for (int first = 0; first < times.length; first += 17) {
      for (int last = first; last < times.length; last += 13) {
        double most =
            limit.burst()
                + (double) (times[last] - times[first]) * limit.permits() / limit.windowNanos();
        assertTrue(
            last - first + 1 <= most * (1 + allowedExcess()),
            "more than the bucket held in " + (times[last] - times[first]) + " ns");
      }
    }
  }

  @Test
  @DisplayName("RL-23 a clock reading that is older than another thread's grants nothing extra")
  void anOlderClockReadingGrantsNothingExtra() {
    RateLimit limit = RateLimit.slidingWindow(2, SECOND);
    assertEquals(RateLimiter.GRANTED, take(USER, limit, 1, 500));
    assertEquals(RateLimiter.GRANTED, take(USER, limit, 1, 400));
    assertTrue(take(USER, limit, 1, 300) > 0, "a third permit in one window");
    assertTrue(take(USER, limit, 1, SECOND + 399) > 0, "a third permit in one window");
  }

  @Test
  @DisplayName(
      "RL-24 threads that disagree about the limit for a moment get no more than the higher one")
  void threadsThatDisagreeGetNoMoreThanTheHigherLimit() {
    for (RateLimit.Algorithm algorithm : RateLimit.Algorithm.values()) {
      LimitKey key = user(algorithm.name());
      RateLimit former = new RateLimit(algorithm, 1, SECOND, 300);
      RateLimit old = algorithm == BUCKET ? former : RateLimit.slidingWindow(300, SECOND);
      RateLimit now =
          algorithm == BUCKET
              ? new RateLimit(BUCKET, 1, SECOND, 500)
              : RateLimit.slidingWindow(500, SECOND);
      long granted =
          sum(
              Together.run(
                  THREADS, thread -> () -> grants(key, thread % 2 == 0 ? old : now, 200, 0)));
      assertTrue(
          granted <= 500 * (1 + allowedExcess()), () -> granted + " of 500 permits were granted");
    }
  }

  @Test
  @DisplayName("RL-25 threads with keys of their own do not disturb one another")
  void threadsWithKeysOfTheirOwnDoNotDisturbOneAnother() {
    RateLimit limit = RateLimit.slidingWindow(3, SECOND);
    List<Long> granted =
        Together.run(
            THREADS,
            thread ->
                () -> {
                  long sum = 0;
                  for (int i = 0; i < 200; i++) {
                    sum += grants(user(thread + "/" + i), limit, 5, 0);
                  }
                  return sum;
                });
    granted.forEach(sum -> assertGranted(600, sum));
  }

  private long[] grantTimes(LimitKey key, RateLimit limit, AtomicLong clock) {
    long[] times = new long[CALLS];
    int granted = 0;
    for (int i = 0; i < CALLS; i++) {
      long now = clock.addAndGet(ThreadLocalRandom.current().nextLong(5));
      if (take(key, limit, 1, now) == RateLimiter.GRANTED) {
        times[granted++] = now;
      }
    }
    return Arrays.copyOf(times, granted);
  }

  private static long[] merged(List<long[]> times) {
    return times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  private void assertNoWindowHoldsMore(long[] times, RateLimit limit) {
    int most = (int) (limit.permits() * (1 + allowedExcess()));
    for (int i = most; i < times.length; i++) {
      long span = times[i] - times[i - most];
      assertTrue(
          span >= limit.windowNanos(),
          () -> (most + 1) + " permits within " + span + " ns, allowed are " + most);
    }
  }
}
