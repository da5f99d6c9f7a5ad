package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link RateLimiter} keeps. Extend it and say how to create yours:
 *
 * <pre>{@code
 * class MyRateLimiterContractTest extends RateLimiterContract {
 *   @Override
 *   protected RateLimiter create(ComponentContext context) {
 *     return new MyRateLimiterProvider().create(context);
 *   }
 * }
 * }</pre>
 *
 * <p>A limiter that says it is only {@link RateLimiter.Exactness#APPROXIMATE} is held to {@link
 * #allowedExcess()} instead of to the exact number. This class has the rules about single limits
 * and about changes, RL-01 to RL-15; those about threads are inherited.
 */
public abstract class RateLimiterContract extends RateLimiterThreadRules {

  /** For subclasses. */
  protected RateLimiterContract() {}

  @Test
  @DisplayName("RL-01 an unknown key starts with the whole limit")
  void anUnknownKeyStartsWithTheWholeLimit() {
    assertGranted(5, grants(USER, RateLimit.slidingWindow(5, SECOND), 20, 0));
    assertGranted(7, grants(TENANT, new RateLimit(BUCKET, 5, SECOND, 7), 20, 0));
  }

  @Test
  @DisplayName("RL-02 the wait is when the same call succeeds, and not before")
  void theWaitIsWhenTheSameCallSucceeds() {
    for (RateLimit limit :
        List.of(RateLimit.slidingWindow(3, SECOND), new RateLimit(BUCKET, 7, SECOND, 3))) {
      LimitKey key = user(limit.algorithm().name());
      grants(key, limit, 20, 0);
      long wait = take(key, limit, 1, 100);
      assertTrue(wait > 0 && wait <= SECOND, () -> "the wait is " + wait + " ns");
      if (exact()) {
        assertTrue(take(key, limit, 1, 100 + wait - 1) > 0, "granted before the wait was over");
      }
      assertEquals(RateLimiter.GRANTED, take(key, limit, 1, 100 + wait));
    }
  }

  @Test
  @DisplayName("RL-03 permits are taken all or none")
  void permitsAreTakenAllOrNone() {
    for (RateLimit limit :
        List.of(RateLimit.slidingWindow(10, SECOND), new RateLimit(BUCKET, 10, SECOND, 10))) {
      LimitKey key = user(limit.algorithm().name());
      assertEquals(RateLimiter.GRANTED, take(key, limit, 7, 0));
      assertTrue(take(key, limit, 4, 0) > 0, "11 of 10 permits were granted");
      assertEquals(RateLimiter.GRANTED, take(key, limit, 3, 0));
      assertTrue(take(key, limit, 1, 0) > 0, "11 of 10 permits were granted");
    }
  }

  @Test
  @DisplayName("RL-04 more permits than the limit holds can never be had, and cost nothing")
  void morePermitsThanTheLimitHoldsCanNeverBeHad() {
    assertEquals(Long.MAX_VALUE, take(USER, RateLimit.slidingWindow(5, SECOND), 6, 0));
    assertEquals(Long.MAX_VALUE, take(TENANT, new RateLimit(BUCKET, 100, SECOND, 5), 6, 0));
    assertGranted(5, grants(USER, RateLimit.slidingWindow(5, SECOND), 20, 0));
    assertGranted(5, grants(TENANT, new RateLimit(BUCKET, 100, SECOND, 5), 20, 0));
  }

  @Test
  @DisplayName("RL-05 a refused call takes nothing")
  void aRefusedCallTakesNothing() {
    RateLimit limit = RateLimit.slidingWindow(2, SECOND);
    grants(USER, limit, 1000, 0);
    assertGranted(2, grants(USER, limit, 20, SECOND));
    RateLimit bucket = new RateLimit(BUCKET, 2, SECOND, 2);
    grants(TENANT, bucket, 1000, 0);
    assertGranted(2, grants(TENANT, bucket, 20, SECOND));
  }

  @Test
  @DisplayName("RL-06 a sliding window gives a permit back when it is a window old")
  void aSlidingWindowGivesAPermitBackWhenItIsAWindowOld() {
    RateLimit limit = RateLimit.slidingWindow(3, SECOND);
    for (long at : List.of(0L, 300L, 700L)) {
      assertEquals(RateLimiter.GRANTED, take(USER, limit, 1, at));
    }
    assertTrue(take(USER, limit, 1, SECOND - 1) > 0, "a fourth permit in one window");
    assertGranted(1, grants(USER, limit, 20, SECOND));
    assertGranted(1, grants(USER, limit, 20, SECOND + 300));
    assertGranted(1, grants(USER, limit, 20, SECOND + 700));
  }

  @Test
  @DisplayName("RL-07 a sliding window has no edge at which twice the limit passes")
  void aSlidingWindowHasNoEdge() {
    RateLimit limit = RateLimit.slidingWindow(100, SECOND);
    long early = grants(USER, limit, 200, SECOND - 1);
    long late = grants(USER, limit, 200, SECOND);
    assertGranted(100, early + late);
  }

  @Test
  @DisplayName("RL-08 a token bucket refills evenly")
  void aTokenBucketRefillsEvenly() {
    RateLimit limit = new RateLimit(BUCKET, 10, SECOND, 5);
    grants(USER, limit, 20, 0);
    assertGranted(1, grants(USER, limit, 20, SECOND / 10));
    assertGranted(0, grants(USER, limit, 20, SECOND / 10 + SECOND / 20));
    assertGranted(3, grants(USER, limit, 20, 4 * SECOND / 10));
  }

  @Test
  @DisplayName("RL-09 a token bucket never holds more than its burst")
  void aTokenBucketNeverHoldsMoreThanItsBurst() {
    RateLimit limit = new RateLimit(BUCKET, 1000, SECOND, 5);
    grants(USER, limit, 20, 0);
    assertGranted(5, grants(USER, limit, 20, 3600 * SECOND));
    assertGranted(5, grants(USER, limit, 20, 365 * 24 * 3600 * SECOND));
  }

  @Test
  @DisplayName("RL-10 every key has a limit of its own: scope, tenant and subject")
  void everyKeyHasALimitOfItsOwn() {
    RateLimit limit = RateLimit.slidingWindow(2, SECOND);
    List<LimitKey> keys =
        List.of(
            new LimitKey(LimitKey.Scope.USER, "a", "b"),
            new LimitKey(LimitKey.Scope.POLICY, "a", "b"),
            new LimitKey(LimitKey.Scope.USER, "ab", ""),
            new LimitKey(LimitKey.Scope.USER, "", "ab"),
            new LimitKey(LimitKey.Scope.USER, "b", "a"),
            new LimitKey(LimitKey.Scope.TENANT, "a", ""),
            new LimitKey(LimitKey.Scope.GLOBAL, "", ""));
    for (LimitKey key : keys) {
      assertGranted(2, grants(key, limit, 20, 0));
    }
    LimitKey same = new LimitKey(LimitKey.Scope.USER, "a", "b");
    assertGranted(0, grants(same, limit, 20, 1));
  }

  @Test
  @DisplayName("RL-11 a raised limit applies at once, and gives only the difference")
  void aRaisedLimitAppliesAtOnce() {
    grants(USER, RateLimit.slidingWindow(5, SECOND), 20, 0);
    assertGranted(3, grants(USER, RateLimit.slidingWindow(8, SECOND), 20, 1));
    grants(TENANT, new RateLimit(BUCKET, 1, SECOND, 5), 20, 0);
    assertGranted(3, grants(TENANT, new RateLimit(BUCKET, 1, SECOND, 8), 20, 1));
  }

  @Test
  @DisplayName("RL-12 a lowered limit applies at once, and counts what was taken before")
  void aLoweredLimitAppliesAtOnce() {
    assertGranted(4, grants(USER, RateLimit.slidingWindow(10, SECOND), 4, 0));
    assertGranted(2, grants(USER, RateLimit.slidingWindow(10, SECOND), 2, 500));
    RateLimit lower = RateLimit.slidingWindow(3, SECOND);
    assertGranted(0, grants(USER, lower, 20, 600));
    assertGranted(1, grants(USER, lower, 20, SECOND));
    assertGranted(0, grants(USER, lower, 20, SECOND + 400));
  }

  @Test
  @DisplayName("RL-13 a limit that changes forth and back grants nothing extra")
  void aLimitThatChangesForthAndBackGrantsNothingExtra() {
    for (RateLimit.Algorithm algorithm : RateLimit.Algorithm.values()) {
      LimitKey key = user(algorithm.name());
      RateLimit wide = new RateLimit(algorithm, 100, SECOND, 100);
      RateLimit narrow = new RateLimit(algorithm, 2, SECOND, 2);
      long granted = grants(key, wide, 60, 0);
      for (int i = 1; i <= 10; i++) {
        grants(key, narrow, 5, i);
        granted += grants(key, wide, 10, i);
      }
      assertGranted(100, granted);
    }
  }

  @Test
  @DisplayName("RL-14 a change of the algorithm grants nothing extra")
  void aChangeOfTheAlgorithmGrantsNothingExtra() {
    RateLimit window = RateLimit.slidingWindow(10, SECOND);
    RateLimit bucket = new RateLimit(BUCKET, 10, SECOND, 10);
    assertGranted(10, grants(USER, window, 6, 0) + grants(USER, bucket, 20, 1));
    assertGranted(10, grants(TENANT, bucket, 6, 0) + grants(TENANT, window, 20, 1));
  }

  @Test
  @DisplayName("RL-15 fewer than 1 permit is a mistake of the caller")
  void fewerThanOnePermitIsAMistake() {
    RateLimit limit = RateLimit.slidingWindow(10, SECOND);
    assertThrows(IllegalArgumentException.class, () -> take(USER, limit, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> take(USER, limit, -1, 0));
    assertGranted(10, grants(USER, limit, 20, 0));
  }
}
