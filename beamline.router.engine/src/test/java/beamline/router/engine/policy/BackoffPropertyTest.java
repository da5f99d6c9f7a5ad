package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.engine.policy.BackoffModel.Growth;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffPropertyTest {

  @Property
  void delayWithoutJitterIsExact(
      @ForAll Growth growth,
      @ForAll @LongRange(min = 1) long base,
      @ForAll @IntRange(min = 1) int attempt) {
    BigInteger factor =
        switch (growth) {
          case EXPONENTIAL ->
              attempt > 100 ? BigInteger.ONE.shiftLeft(100) : BigInteger.ONE.shiftLeft(attempt - 1);
          case LINEAR -> BigInteger.valueOf(attempt);
          case FIXED -> BigInteger.ONE;
        };
    BigInteger exact =
        BigInteger.valueOf(base).multiply(factor).min(BigInteger.valueOf(Long.MAX_VALUE));

    assertThat(new BackoffModel(growth, base, Long.MAX_VALUE, false).delayMillis(attempt, 0.9))
        .isEqualTo(exact.longValueExact());
  }

  @Property
  void delayNeverShrinksFromOneAttemptToTheNext(
      @ForAll Growth growth,
      @ForAll @LongRange(min = 1, max = 10_000) long base,
      @ForAll @LongRange(min = 1, max = 60_000) long max,
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int attempt,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double draw) {
    BackoffModel backoff = new BackoffModel(growth, base, max, true);

    assertThat(backoff.delayMillis(attempt + 1, draw))
        .isGreaterThanOrEqualTo(backoff.delayMillis(attempt, draw));
  }

  @Property
  void delayNeverExceedsTheMaximum(
      @ForAll Growth growth,
      @ForAll @LongRange(min = 1) long base,
      @ForAll @LongRange(min = 1) long max,
      @ForAll int attempt,
      @ForAll double anything,
      @ForAll boolean jitter) {
    assertThat(new BackoffModel(growth, base, max, jitter).delayMillis(attempt, anything))
        .isBetween(0L, max);
  }

  @Property
  void jitterAddsLessThanTenPercent(
      @ForAll Growth growth,
      @ForAll @LongRange(min = 1, max = 10_000) long base,
      @ForAll @IntRange(min = 1, max = 30) int attempt,
      @ForAll @DoubleRange(min = 0, max = 1) double draw) {
    long plain = new BackoffModel(growth, base, Long.MAX_VALUE, false).delayMillis(attempt, draw);
    long jittered = new BackoffModel(growth, base, Long.MAX_VALUE, true).delayMillis(attempt, draw);

    assertThat(jittered).isGreaterThanOrEqualTo(plain);
    assertThat((jittered - plain) * 10).isLessThan(plain);
  }

  @Example
  void documentedDelaysHold() {
    BackoffModel none = BackoffModel.DEFAULT;
    BackoffModel linear = new BackoffModel(Growth.LINEAR, 200, 500, false);

    assertThat(none.delayMillis(1, 0)).isEqualTo(100);
    assertThat(none.delayMillis(2, 0)).isEqualTo(200);
    assertThat(none.delayMillis(3, 0.5)).isEqualTo(420);
    assertThat(none.delayMillis(20, 0)).isEqualTo(52_428_800);
    assertThat(none.delayMillis(Integer.MAX_VALUE, 0.5)).isEqualTo(Long.MAX_VALUE);
    assertThat(linear.delayMillis(2, 0)).isEqualTo(400);
    assertThat(linear.delayMillis(3, 0)).isEqualTo(500);
    assertThat(none.delayMillis(0, 0)).isEqualTo(100);
    assertThat(none.delayMillis(-5, Double.NaN)).isEqualTo(100);
  }
}
