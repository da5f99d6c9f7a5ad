package beamline.router.memory.limit;

import static beamline.router.spi.RateLimiter.GRANTED;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimit.Algorithm;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to keys for which there is no room. */
class BoundedKeysTest {
  private static final long SECOND = 1_000_000_000L;
  private static final RateLimit TWO = RateLimit.slidingWindow(2, SECOND);
  private static final int SHARED = LimitKey.Scope.values().length * 256;

  @Test
  void millionUnknownUsersDoNotGrowTheTable() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(100_000);
    for (int i = 0; i < 1_000_000; i++) {
      limiter.tryAcquire(user("acme", i), TWO, 1, 0);
    }
    assertThat(limiter.size()).isBetween(100_000, 100_000 + SHARED);
  }

  @Test
  void millionUnknownTenantsDoNotGrowTheTable() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(1_000);
    for (int i = 0; i < 1_000_000; i++) {
      limiter.tryAcquire(
          new LimitKey(LimitKey.Scope.TENANT, "t" + i, ""),
          new RateLimit(Algorithm.TOKEN_BUCKET, 1, SECOND, 5),
          1,
          i);
    }
    assertThat(limiter.size()).isLessThanOrEqualTo(1_000 + SHARED);
  }

  @Test
  void keysThatAreFullAgainMakeRoom() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(1_000);
    for (long round = 0; round < 20; round++) {
      long now = round * 10 * SECOND;
      for (int i = 0; i < 500; i++) {
        assertThat(limiter.tryAcquire(user("acme", (int) (round * 1000) + i), TWO, 2, now))
            .isEqualTo(GRANTED);
      }
    }
    assertThat(limiter.size()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void keyThatIsInUseIsNeverDropped() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(100);
    RateLimit slow = RateLimit.slidingWindow(1, 1000 * SECOND);
    assertThat(limiter.tryAcquire(user("acme", 0), slow, 1, 0)).isEqualTo(GRANTED);
    for (int i = 1; i < 5_000; i++) {
      limiter.tryAcquire(user("acme", i), TWO, 1, (long) i * SECOND / 10);
      assertThat(limiter.tryAcquire(user("acme", 0), slow, 1, (long) i * SECOND / 10)).isPositive();
    }
  }

  @Test
  void keysWithoutRoomShareALimitAndNeverGetMoreThanTheirOwn() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    fill(limiter, 10);
    long granted =
        IntStream.range(100, 200)
            .filter(i -> limiter.tryAcquire(user("acme", i), TWO, 1, 0) == GRANTED)
            .count();
    assertThat(granted).isEqualTo(2);
    assertThat(limiter.tryAcquire(new LimitKey(LimitKey.Scope.POLICY, "acme", "p"), TWO, 1, 0))
        .as("another scope shares with others of its kind only")
        .isEqualTo(GRANTED);
  }

  @Test
  void keyThatGetsRoomRemembersWhatItMayHaveTakenWithout() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    fill(limiter, 10);
    RateLimit slow = RateLimit.slidingWindow(2, 1000 * SECOND);
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 2, 0)).isEqualTo(GRANTED);
    // The others are full again and make room.
    for (int i = 0; i < 50; i++) {
      limiter.tryAcquire(user("other", i), TWO, 1, 10 * SECOND + i);
    }
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 20 * SECOND)).isPositive();
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 1100 * SECOND)).isEqualTo(GRANTED);
  }

  @Test
  void keyThatGetsRoomRemembersWhatItTookBeforeAShorterWindowShared() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    fill(limiter, 10);
    RateLimit slow = RateLimit.slidingWindow(2, 1000 * SECOND);
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 2, 0)).isEqualTo(GRANTED);
    assertThat(limiter.tryAcquire(user("acme", 101), TWO, 1, SECOND)).isEqualTo(GRANTED);
    // The others are full again and make room.
    for (int i = 0; i < 50; i++) {
      limiter.tryAcquire(user("other", i), TWO, 1, 10 * SECOND + i);
    }
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 20 * SECOND)).isPositive();
  }

  @Test
  void bucketsOfOtherRatesThatShareACounterForgetNothing() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(10);
    fill(limiter, 10);
    RateLimit slow = new RateLimit(Algorithm.TOKEN_BUCKET, 2, 1000 * SECOND, 2);
    RateLimit fast = new RateLimit(Algorithm.TOKEN_BUCKET, 20, SECOND, 20);
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 2, 0)).isEqualTo(GRANTED);
    assertThat(limiter.tryAcquire(user("acme", 101), fast, 1, 0)).isEqualTo(GRANTED);
    assertThat(limiter.tryAcquire(user("acme", 102), TWO, 1, SECOND)).isEqualTo(GRANTED);
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 2 * SECOND)).isPositive();
    // The others are full again and make room.
    for (int i = 0; i < 50; i++) {
      limiter.tryAcquire(user("other", i), TWO, 1, 10 * SECOND + i);
    }
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 20 * SECOND)).isPositive();
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 1100 * SECOND)).isEqualTo(GRANTED);
  }

  @Test
  void sharedCounterIsNotDroppedBeforeTheLongestWindowOfAnyKeyIsOver() {
    MemoryRateLimiter limiter = new MemoryRateLimiter(1);
    RateLimit slow = RateLimit.slidingWindow(2, 1000 * SECOND);
    limiter.tryAcquire(user("filler", 0), slow, 1, 0);
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 2, 0)).isEqualTo(GRANTED);
    assertThat(limiter.tryAcquire(user("acme", 101), TWO, 1, SECOND)).isEqualTo(GRANTED);
    for (int i = 0; i < 1000; i++) { // every new one of the shared counters looks at others
      limiter.tryAcquire(user("tenant-" + i, 0), TWO, 1, 10 * SECOND);
    }
    assertThat(limiter.tryAcquire(user("acme", 100), slow, 1, 20 * SECOND)).isPositive();
  }

  @Test
  void threadsThatFillTheTableTogetherNeverGetMoreThanTheLimit() throws Exception {
    for (int round = 0; round < 200; round++) {
      MemoryRateLimiter limiter = new MemoryRateLimiter(4);
      AtomicInteger granted = new AtomicInteger();
      Thread[] threads = new Thread[4];
      for (int t = 0; t < threads.length; t++) {
        int own = t;
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    limiter.tryAcquire(user("acme", 1000 * own + i), TWO, 1, 3L * i * SECOND);
                    if (limiter.tryAcquire(
                            user("acme", -1),
                            RateLimit.slidingWindow(5, 1000 * SECOND),
                            1,
                            3L * i * SECOND)
                        == GRANTED) {
                      granted.incrementAndGet();
                    }
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(granted.get()).isBetween(1, 5);
    }
  }

  private static void fill(MemoryRateLimiter limiter, int keys) {
    for (int i = 0; i < keys; i++) {
      assertThat(limiter.tryAcquire(user("filler", i), TWO, 1, 0)).isEqualTo(GRANTED);
    }
  }

  private static LimitKey user(String tenantId, int number) {
    return new LimitKey(LimitKey.Scope.USER, tenantId, "u" + number);
  }
}
