package beamline.router.memory.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.testkit.AuditEntries;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryAuditSinkTest {
  private final AuditEntries entries = new AuditEntries("node");

  @Test
  void fullSinkSaysHowToGetRoom() {
    MemoryAuditSink sink = new MemoryAuditSink(1, false);
    sink.append(entries.next(1));
    assertThatThrownBy(() -> sink.append(entries.next(1)))
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_OVERLOADED))
        .hasMessageContaining("audit-sink.memory.max-records")
        .hasMessageContaining("audit-sink.memory.overwrite");
  }

  @Test
  void sinkThatMayOverwriteKeepsTheNewestAndTheirIndexes() {
    MemoryAuditSink sink = new MemoryAuditSink(3, true);
    List<AuditEntry> appended = entries.next(10);
    appended.forEach(entry -> sink.append(List.of(entry)));
    List<AuditEntry> left = new ArrayList<>();
    long next = sink.read("node", 1, 100, left::add);
    assertThat(left).isEqualTo(appended.subList(7, 10));
    assertThat(next).isEqualTo(11);
  }
}
