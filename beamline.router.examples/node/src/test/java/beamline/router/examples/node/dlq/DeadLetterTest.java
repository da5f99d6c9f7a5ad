package beamline.router.examples.node.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Message;
import beamline.router.spi.Transport.LogEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  @Test
  void theMessageIsInItAsItCame() {
    DeadLetter letter = read(Letters.ofResult("m-1", "{\"status\":null}"));
    assertThat(letter.originalSubject()).isEqualTo("caf.exec.result.v1");
    assertThat(letter.payload())
        .hasValueSatisfying(
            bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo("{\"status\":null}"));
    assertThat(letter.originalId()).contains("m-1");
    assertThat(letter.reason()).isEqualTo("MISSING_STATUS");
    assertThat(letter.detail()).isEqualTo("status is missing");
    assertThat(letter.tenantId()).isEqualTo("acme");
  }

  @Test
  void headersThatTheDeadLetterOrTheServerAddedAreNotTheMessages() {
    assertThat(read(Letters.ofResult("m-1", "x")).headers())
        .containsExactly(Map.entry("trace_id", "t-1"));
  }

  @Test
  void itIsCalledByItsIdOrItsNumber() {
    DeadLetter letter = read(Letters.ofResult("m-1", "x"));
    assertThat(letter.isCalled("m-1")).isTrue();
    assertThat(letter.isCalled("dlq-m-1")).isTrue();
    assertThat(letter.isCalled("#7")).isTrue();
    assertThat(letter.isCalled("7")).isTrue();
    assertThat(letter.isCalled(letter.subject() + "#7")).isTrue();
    assertThat(letter.isCalled("other#7")).isFalse();
    assertThat(letter.isCalled("m-2")).isFalse();
  }

  @Test
  void whatSomebodyElseWroteThereCanBeLookedAt() {
    DeadLetter letter = read(Message.of("a.b.dlq", "not json".getBytes(UTF_8)));
    assertThat(letter.originalSubject()).isEqualTo("a.b");
    assertThat(letter.payload()).isEmpty();
    assertThat(letter.reason()).isEqualTo("unknown");
    assertThat(letter.id()).isEqualTo("#7");
  }

  private static DeadLetter read(Message message) {
    return DeadLetter.read(new LogEntry(message, 7, 1_700_000_000_000L));
  }
}
