package beamline.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DeterminismTest {

  @Test
  void clockStandsStillUntilItIsAdvanced() {
    TestClock clock = new TestClock(Instant.ofEpochMilli(5_000), -7);
    clock.advance(Duration.ofMillis(250));
    assertThat(clock.nanoTime()).isEqualTo(250_000_000 - 7);
    assertThat(clock.epochMillis()).isEqualTo(5_250);
  }

  @Test
  void drawsAreTheSameForTheSameSeedAndUniform() {
    DeterministicRandom one = new DeterministicRandom(42);
    DeterministicRandom other = new DeterministicRandom(42);
    int low = 0;
    for (int i = 0; i < 100_000; i++) {
      double draw = one.getAsDouble();
      assertThat(draw).isEqualTo(other.getAsDouble()).isBetween(0.0, Math.nextDown(1.0));
      low += draw < 0.25 ? 1 : 0;
    }
    assertThat(low).isBetween(24_500, 25_500);
  }
}
