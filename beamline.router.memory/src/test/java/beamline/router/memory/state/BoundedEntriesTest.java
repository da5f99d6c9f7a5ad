package beamline.router.memory.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.testkit.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundedEntriesTest {
  private final TestClock clock = new TestClock();

  @Test
  void millionUnknownKeysDoNotGrowTheStore() {
    MemoryStateStore store = new MemoryStateStore(10_000, clock::nanoTime);
    for (int i = 0; i < 1_000_000; i++) {
      store.putIfAbsent("session-" + i, new byte[8], Duration.ofHours(1));
    }
    assertThat(store.size()).isLessThanOrEqualTo(10_000);
  }

  @Test
  void expiredEntriesMakeRoom() {
    MemoryStateStore store = new MemoryStateStore(1_000_000, clock::nanoTime);
    for (int i = 0; i < 100_000; i++) {
      store.putIfAbsent("session-" + i, new byte[8], Duration.ofSeconds(10));
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(store.size()).isLessThan(30_000);
  }

  @Test
  void entriesThatExpireSoonMakeRoomAmongThoseThatStay() {
    MemoryStateStore store = new MemoryStateStore(1_000_000, clock::nanoTime);
    for (int i = 0; i < 1_000; i++) {
      store.put("stays-" + i, new byte[8], Duration.ofDays(1));
    }
    for (int i = 0; i < 100_000; i++) {
      store.put("goes-" + i, new byte[8], Duration.ofSeconds(5 + i % 5));
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(store.size()).isBetween(1_000L, 30_000L);
    assertThat(store.get("stays-0").toCompletableFuture().join()).isPresent();
  }

  @Test
  void keyThatIsTooLongAndValueThatIsTooLargeAreMistakes() {
    MemoryStateStore store = new MemoryStateStore(10, clock::nanoTime);
    assertThatThrownBy(() -> store.get("ü".repeat(257)))
        .hasMessageContaining("longer than 512 bytes");
    assertThatThrownBy(() -> store.put("k", new byte[65537], Duration.ofSeconds(1)))
        .hasMessageContaining("value has 65537 bytes, must be at most 65536");
    assertThatThrownBy(() -> store.put("k", new byte[1], Duration.ZERO))
        .hasMessageContaining("must be positive");
  }
}
