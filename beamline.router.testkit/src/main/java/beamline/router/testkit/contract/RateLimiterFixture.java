package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of {@link RateLimiterContract} share. */
public abstract class RateLimiterFixture {
  static final RateLimit.Algorithm BUCKET = RateLimit.Algorithm.TOKEN_BUCKET;
  static final long SECOND = 1_000_000_000L;
  static final LimitKey TENANT = new LimitKey(LimitKey.Scope.TENANT, "acme", "");
  static final LimitKey USER = user("u1");

  private TestComponentContext context;
  private RateLimiter limiter;

  RateLimiterFixture() {}

  /** A limiter that has not granted anything. It is closed after the test. */
  protected abstract RateLimiter create(ComponentContext context);

  /**
   * By which share an approximate limiter may exceed a limit, as it is documented; 0.1 is a tenth.
   */
  protected double allowedExcess() {
    return 0;
  }

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createLimiter() {
    context = TestComponentContext.builder().prefix("rate-limiter.test.").config(config()).build();
    limiter = create(context);
  }

  @AfterEach
  final void closeLimiter() {
    limiter.close();
    context.close();
  }

  static LimitKey user(String id) {
    return new LimitKey(LimitKey.Scope.USER, "acme", id);
  }

  final boolean exact() {
    return limiter.exactness() == RateLimiter.Exactness.EXACT;
  }

  /** Asks at this many nanoseconds after the beginning of the test. */
  final long take(LimitKey key, RateLimit limit, long permits, long atNanos) {
    return limiter.tryAcquire(key, limit, permits, context.nanoTime() + atNanos);
  }

  /** How many of so many calls for one permit are granted. */
  final long grants(LimitKey key, RateLimit limit, int calls, long atNanos) {
    long granted = 0;
    for (int i = 0; i < calls; i++) {
      if (take(key, limit, 1, atNanos) == RateLimiter.GRANTED) {
        granted++;
      }
    }
    return granted;
  }

  final void assertGranted(long expected, long granted) {
    if (exact()) {
      assertEquals(expected, granted, "permits granted");
    } else {
      assertTrue(
          granted <= expected * (1 + allowedExcess()),
          () -> granted + " permits granted, allowed are " + expected);
    }
  }
}
