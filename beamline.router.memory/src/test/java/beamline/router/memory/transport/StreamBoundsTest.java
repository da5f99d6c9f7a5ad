package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Message;
import beamline.router.spi.Transport.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamBoundsTest {
  private final RealTime host =
      new RealTime(
          Map.of(
              "max-messages", "10",
              "max-bytes", "4000",
              "max-payload-bytes", "2000",
              "max-age", "1m",
              "duplicate-window", "10s"));
  private final MemoryStream stream =
      new MemoryStream(
          new StreamSpec("S", List.of(SubjectPattern.of("a.>"))),
          new Workshop(host, TransportSettings.from(host.config())));

  @AfterEach
  void stopHost() {
    host.close();
  }

  @Test
  void theOldestMessageMakesRoomForANewOne() {
    for (int i = 1; i <= 25; i++) {
      assertThat(append("m" + i, null).sequence()).isEqualTo(i);
    }
    assertThat(held())
        .containsExactly("m16", "m17", "m18", "m19", "m20", "m21", "m22", "m23", "m24", "m25");
  }

  @Test
  void largeMessagesMakeRoomByTheirSize() {
    append("small", null);
    append("x".repeat(1_500), null);
    append("y".repeat(1_500), null);
    append("z".repeat(1_500), null);
    assertThat(held()).containsExactly("y".repeat(1_500), "z".repeat(1_500));
  }

  @Test
  void whatIsTooOldIsGone() {
    append("old", null);
    host.pass(Duration.ofSeconds(59));
    append("young", null);
    assertThat(held()).containsExactly("old", "young");
    host.pass(Duration.ofSeconds(2));
    assertThat(held()).containsExactly("young");
    host.pass(Duration.ofMinutes(1));
    assertThat(held()).isEmpty();
    assertThat(append("next", null).sequence()).isEqualTo(3);
  }

  @Test
  void anIdIsRememberedForTheDuplicateWindow() {
    append("1", "id");
    host.pass(Duration.ofSeconds(9));
    assertThat(append("1", "id")).isEqualTo(new Stored("S", 1, true));
    host.pass(Duration.ofSeconds(2));
    assertThat(append("1", "id")).isEqualTo(new Stored("S", 2, false));
    assertThat(append("1", "id")).isEqualTo(new Stored("S", 2, true));
  }

  @Test
  void anIdIsRememberedAfterItsMessageWasDiscarded() {
    for (int i = 1; i <= 5; i++) {
      append("x".repeat(1_500), "id" + i);
    }
    assertThat(append("x", "id1")).isEqualTo(new Stored("S", 1, true));
  }

  @Test
  void idsAreBoundedByNumber() {
    DuplicateWindow window = new DuplicateWindow(Long.MAX_VALUE, 100);
    for (int i = 1; i <= 1_000; i++) {
      window.remember("id" + i, i, 0);
    }
    assertThat(window.size()).isEqualTo(100);
    assertThat(window.find("id900", 0)).isNull();
    assertThat(window.find("id901", 0)).isEqualTo(901);
  }

  @Test
  void theLogKeepsOrderWhileItGrowsAndWraps() {
    MessageLog log = new MessageLog(100, Long.MAX_VALUE, Long.MAX_VALUE);
    for (int i = 1; i <= 1_000; i++) {
      log.append(StoredMessage.of(i, Message.of("a.b", new byte[i % 7]), 0, 0));
      assertThat(log.first()).isEqualTo(Math.max(1, i - 99));
      for (long at = log.first(); at < log.next(); at++) {
        StoredMessage held = log.at(at);
        assertThat(held == null ? -1 : held.sequence()).isEqualTo(at);
      }
      assertThat(log.at(log.first() - 1)).isNull();
      assertThat(log.at(log.next())).isNull();
    }
  }

  private Stored append(String payload, @Nullable String id) {
    return stream.append(
        Message.of(
            "a.b",
            payload.getBytes(StandardCharsets.UTF_8),
            id == null ? Map.of() : Map.of(Message.MESSAGE_ID, id)));
  }

  private List<String> held() {
    List<String> held = new ArrayList<>();
    MemoryStream.Cursor cursor = new MemoryStream.Cursor(SubjectPattern.of(">"));
    for (StoredMessage next = stream.advance(cursor); next != null; next = stream.advance(cursor)) {
      held.add(new String(next.message().payload(), StandardCharsets.UTF_8));
    }
    return held;
  }
}
