package beamline.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Span;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordingTracingTest {
  private final RecordingTracing tracing = new RecordingTracing();

  @Test
  void aTraceGoesOnBelowASpanInAThreadAndOverHeaders() {
    RecordedSpan host =
        tracing.within("host", () -> tracing.begin("inner", Span.Kind.INTERNAL).end());
    RecordedSpan child = host.child("child", Span.Kind.PRODUCER);
    Map<String, String> headers = new HashMap<>();
    child.inject(headers::put);
    RecordedSpan received = tracing.begin("received", Span.Kind.CONSUMER, headers);
    received.link(headers);
    RecordedSpan other = tracing.begin("other", Span.Kind.SERVER, Map.of());

    assertThat(tracing.spans("inner").get(0).parentId()).isEqualTo(host.id());
    assertThat(child.parentId()).isEqualTo(host.id());
    assertThat(received.parentId()).isEqualTo(child.id());
    assertThat(received.traceId()).isEqualTo(host.traceId()).hasSize(32);
    assertThat(received.links()).containsExactly(child.id());
    assertThat(other.parentId()).isEmpty();
    assertThat(other.traceId()).isNotEqualTo(host.traceId());
    assertThat(tracing.open()).containsExactly(child, received, other);
  }

  @Test
  void whatIsDoneToASpanThatHasEndedIsAMistake() {
    RecordedSpan span = tracing.begin("late", Span.Kind.INTERNAL);
    span.attribute("in", 1L);
    span.end();
    span.attribute("out", true);
    span.end();

    assertThat(tracing.open()).isEmpty();
    assertThat(tracing.mistakes())
        .containsExactly("late has ended: attribute out", "late has ended: end");
  }
}
