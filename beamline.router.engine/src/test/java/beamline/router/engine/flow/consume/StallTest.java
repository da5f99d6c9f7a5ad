package beamline.router.engine.flow.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallTest {
  private final Stall stall = new Stall(Duration.ofSeconds(60));

  @Test
  void whatWaitsForTooLongWhileNothingIsAnsweredDoesNotGetOn() {
    assertThat(look(1, 5, 0)).isFalse();
    assertThat(look(3, 5, 59)).isFalse();
    assertThat(look(3, 5, 60)).isTrue();
    assertThat(look(3, 5, 600)).isTrue();
    assertThat(look(2, 6, 601)).as("it gets on again").isFalse();
    assertThat(look(2, 6, 661)).isTrue();
  }

  @Test
  void whoHasNothingToDoIsNotStuck() {
    assertThat(look(0, 5, 0)).isFalse();
    assertThat(look(0, 5, 1_000)).isFalse();
    assertThat(look(1, 5, 1_001)).as("it came just now").isFalse();
    assertThat(look(1, 5, 1_060)).isTrue();
  }

  @Test
  void whoeverLooksRarelyIsToldSinceWhenSomethingWaits() {
    assertThat(look(0, 5, 0)).isFalse();
    stall.began(Duration.ofSeconds(1_000).toNanos());
    assertThat(look(1, 5, 1_001)).isFalse();
    assertThat(look(1, 5, 1_060)).isTrue();
  }

  @Test
  void howOftenSomebodyLooksDoesNotMatter() {
    assertThat(look(1, 5, 0)).isFalse();
    assertThat(look(1, 6, 10_000)).as("another one is waiting").isFalse();
  }

  private boolean look(long held, long answered, long seconds) {
    return stall.look(held, answered, Duration.ofSeconds(seconds).toNanos());
  }
}
