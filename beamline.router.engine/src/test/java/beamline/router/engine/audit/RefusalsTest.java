package beamline.router.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.audit.AuditBody;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.Telemetry;
import beamline.router.testkit.RecordingAuditSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final RecordingAuditSink sink = new RecordingAuditSink();
  private final AtomicLong now = new AtomicLong(1_795_839_237_000L);
  private final TimeOfDay time = new TimeOfDay(now::get, () -> 0);

  @Test
  void aFloodOfRefusalsLeavesAFewRecordsASecondAndTheNumberOfTheOthers() {
    try (AuditTrail trail =
        new AuditTrail(
            AuditSettings.of(RouterConfig.defaults()), sink, time, Telemetry.NONE.flows())) {
      Refusals refusals = new Refusals(trail, now::get, "result_denied");
      for (int i = 0; i < 10_000; i++) {
        refusals.tell("acme", "worker", "assignment", "a-" + i, Map.of("reason", "mismatch"));
      }
      now.addAndGet(1000);
      refusals.tell("acme", "worker", "assignment", "last", Map.of());
    }

    assertThat(bodies()).hasSize(Refusals.MOST_IN_A_SECOND + 1);
    AuditRecord last = bodies().get(Refusals.MOST_IN_A_SECOND);
    assertThat(last.resourceId()).isEqualTo("last");
    assertThat(last.details())
        .containsExactly(Map.entry("passed_over", 10_000L - Refusals.MOST_IN_A_SECOND));
  }

  @Test
  void whatComesFromOutsideIsCutAndMadePrintable() {
    try (AuditTrail trail =
        new AuditTrail(
            AuditSettings.of(RouterConfig.defaults()), sink, time, Telemetry.NONE.flows())) {
      new Refusals(trail, now::get, "decide_denied")
          .tell("", "caller", "tenant", "x".repeat(10_000), Map.of("claimed", "a\nb\u0000"));
    }

    AuditRecord body = bodies().get(0);
    assertThat(body.resourceId()).hasSizeLessThan(140).endsWith("...");
    assertThat(body.details()).containsEntry("claimed", "a?b?");
  }

  private List<AuditRecord> bodies() {
    return sink.entries().stream().map(entry -> AuditBody.read(entry.body())).toList();
  }
}
