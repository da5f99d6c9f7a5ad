package beamline.router.engine.extension;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.spi.BreakerState;
import beamline.router.spi.Telemetry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ExtensionBreakersTest {
  private static final long EPOCH = 1_700_000_000_000L;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void withoutBreakersEveryCallPasses() {
    ExtensionBreakers breakers = breakers(RouterConfig.defaults());
    for (int i = 0; i < 100; i++) {
      assertThat(breakers.tryAcquire("guard")).isTrue();
      breakers.record("guard", true, 0);
    }
    assertThat(breakers.state("guard")).isEqualTo(BreakerState.CLOSED);
    assertThat(breakers.openedAtMillis("guard")).isZero();
  }

  @Test
  void eachExtensionHasOneThatTellsSinceWhenItIsOpen() {
    ExtensionBreakers breakers = breakers(enabled());
    breakers.tryAcquire("other");
    nanos.addAndGet(Duration.ofSeconds(7).toNanos());
    fail(breakers, 5);

    assertThat(breakers.state("guard")).isEqualTo(BreakerState.OPEN);
    assertThat(breakers.openedAtMillis("guard")).isEqualTo(EPOCH + 7000);
    assertThat(breakers.tryAcquire("guard")).isFalse();
    assertThat(breakers.state("other")).isEqualTo(BreakerState.CLOSED);
    assertThat(breakers.tryAcquire("other")).isTrue();
  }

  @Test
  void halfOfTenCallsInAMinuteOpenOneToo() {
    ExtensionBreakers breakers = breakers(enabled());
    for (int i = 0; i < 5; i++) {
      breakers.tryAcquire("guard");
      breakers.record("guard", false, 0);
      fail(breakers, 1);
    }
    assertThat(breakers.state("guard")).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void threeProbesAtATimeFindOutAndTwoThatSucceedCloseIt() {
    ExtensionBreakers breakers = breakers(enabled());
    fail(breakers, 5);
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(breakers.state("guard")).isEqualTo(BreakerState.HALF_OPEN);

    for (int i = 0; i < 3; i++) {
      assertThat(breakers.tryAcquire("guard")).isTrue();
    }
    assertThat(breakers.tryAcquire("guard")).isFalse();
    breakers.release("guard");
    assertThat(breakers.tryAcquire("guard")).isTrue();
    breakers.record("guard", false, 0);
    breakers.record("guard", false, 0);

    assertThat(breakers.state("guard")).isEqualTo(BreakerState.CLOSED);
    assertThat(breakers.openedAtMillis("guard")).isEqualTo(EPOCH);
  }

  private static void fail(ExtensionBreakers breakers, int times) {
    for (int i = 0; i < times; i++) {
      breakers.tryAcquire("guard");
      breakers.record("guard", true, 0);
    }
  }

  private static RouterConfig enabled() {
    return RouterConfig.defaults().with("extension.breaker-enabled", "true");
  }

  private ExtensionBreakers breakers(RouterConfig config) {
    return new ExtensionBreakers(
        config, nanos::get, () -> EPOCH + nanos.get() / 1_000_000, Telemetry.NONE);
  }
}
