package beamline.router.memory.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.AuditRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryAuditSinkTest {

  @Test
  void fullSinkSaysHowToGetRoom() {
    MemoryAuditSink sink = new MemoryAuditSink(1, false);
    sink.append(record(1));
    assertThatThrownBy(() -> sink.append(record(2)).toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_OVERLOADED))
        .hasMessageContaining("audit-sink.memory.max-records")
        .hasMessageContaining("audit-sink.memory.overwrite");
  }

  @Test
  void sinkThatMayOverwriteKeepsTheNewestAndTheirNumbers() {
    MemoryAuditSink sink = new MemoryAuditSink(3, true);
    for (int i = 1; i <= 10; i++) {
      assertThat(sink.append(record(i)).toCompletableFuture().join()).isEqualTo(i);
    }
    List<Long> numbers = new ArrayList<>();
    long next = sink.read(1, 100, (record, number) -> numbers.add(number));
    assertThat(numbers).containsExactly(8L, 9L, 10L);
    assertThat(next).isEqualTo(11);
    assertThat(sink.head()).isEqualTo(10);
  }

  private static AuditRecord record(int number) {
    return new AuditRecord(number, "acme", "ada", "policy.put", "policy", "p" + number, Map.of());
  }
}
