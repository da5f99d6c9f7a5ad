package beamline.router.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.spi.Span;
import beamline.router.spi.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenTelemetryTelemetryTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final Map<String, String> SAMPLED =
      Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01", "tracestate", "vendor=1");
  private static final Map<String, String> UNSAMPLED =
      Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-00");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final SdkTracerProvider tracers = tracers(Sampler.parentBased(Sampler.alwaysOn()));
  private final OpenTelemetry sdk = sdk(tracers);
  private final Tracing tracing = OpenTelemetryTelemetry.bindTo(sdk).tracing();
  private final Tracing never =
      OpenTelemetryTelemetry.builder(sdk).sampledShare(0).build().tracing();

  @AfterEach
  void close() {
    tracers.close();
  }

  @Test
  void aSpanIsBelowTheOneThatTheHeadersTell() {
    Span span = tracing.begin("process", Span.Kind.CONSUMER, SAMPLED);
    span.child("select", Span.Kind.INTERNAL).end();
    span.end();

    SpanData select = exported("select");
    SpanData process = exported("process");
    assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(process.getTraceId()).isEqualTo(TRACE);
    assertThat(process.getParentSpanId()).isEqualTo(PARENT);
    assertThat(select.getTraceId()).isEqualTo(TRACE);
    assertThat(select.getParentSpanId()).isEqualTo(process.getSpanId());
    assertThat(process.getInstrumentationScopeInfo().getName()).isEqualTo("beamline.router");
  }

  @Test
  void aSpanIsBelowWhatTheHostsThreadIsDoing() {
    Tracer host = sdk.getTracer("host");
    var request = host.spanBuilder("request").startSpan();
    try (Scope scope = request.makeCurrent()) {
      assertThat(scope).isNotNull();
      tracing.begin("route", Span.Kind.INTERNAL).end();
    }
    assertThat(exported("route").getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
  }

  @Test
  void headersThatTellNoTraceBeginOneOfTheirOwnWhateverTheThreadIsDoing() {
    var request = sdk.getTracer("host").spanBuilder("request").startSpan();
    try (Scope scope = request.makeCurrent()) {
      assertThat(scope).isNotNull();
      tracing.begin("process", Span.Kind.CONSUMER, Map.of()).end();
    }
    assertThat(exported("process").getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void theTraceGoesOnInHeaders() {
    Span span = tracing.begin("publish", Span.Kind.PRODUCER, SAMPLED);
    Map<String, String> headers = headersOf(span);
    span.end();
    assertThat(headers)
        .containsOnly(
            Map.entry("traceparent", "00-" + TRACE + "-" + exported("publish").getSpanId() + "-01"),
            Map.entry("tracestate", "vendor=1"));
  }

  @Test
  void attributesFaultsAndLinksAreToldAndTextsAreCut() {
    Span span = tracing.begin("result", Span.Kind.CONSUMER);
    span.attribute("text", "x".repeat(300));
    span.attribute("halves", "x".repeat(255) + "\uD83D\uDE00");
    span.attribute("absent", null);
    span.attribute("whole", 3);
    span.attribute("share", .5);
    span.attribute("flag", true);
    span.link(SAMPLED);
    span.link(Map.of());
    span.failed("timeout", "no answer");
    span.end();

    SpanData result = exported("result");
    assertThat(result.getAttributes().asMap())
        .containsOnly(
            Map.entry(AttributeKey.stringKey("text"), "x".repeat(256)),
            Map.entry(AttributeKey.stringKey("halves"), "x".repeat(255)),
            Map.entry(AttributeKey.longKey("whole"), 3L),
            Map.entry(AttributeKey.doubleKey("share"), .5),
            Map.entry(AttributeKey.booleanKey("flag"), true),
            Map.entry(AttributeKey.stringKey("error.type"), "timeout"));
    assertThat(result.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(result.getStatus().getDescription()).isEqualTo("no answer");
    assertThat(result.getLinks())
        .extracting(link -> link.getSpanContext().getSpanId())
        .containsExactly(PARENT);
  }

  @Test
  void aTraceThatBeginsHereUnsampledCostsNothing() {
    assertThat(never.begin("route", Span.Kind.INTERNAL)).isSameAs(Span.NONE);
    assertThat(never.begin("process", Span.Kind.CONSUMER, Map.of())).isSameAs(Span.NONE);
  }

  @Test
  void theDecisionOfAParentIsFollowed() {
    never.begin("process", Span.Kind.CONSUMER, SAMPLED).end();
    assertThat(exported("process").getTraceId()).isEqualTo(TRACE);

    Span unsampled = tracing.begin("other", Span.Kind.CONSUMER, UNSAMPLED);
    Span child = unsampled.child("publish", Span.Kind.PRODUCER);
    assertThat(unsampled.isRecording()).isFalse();
    assertThat(headersOf(child)).isEqualTo(UNSAMPLED);
    child.end();
    unsampled.end();
    assertThat(exported.getFinishedSpanItems()).hasSize(1);
  }

  @Test
  void aShareOfTheTracesIsSampled() {
    Tracing half = OpenTelemetryTelemetry.builder(sdk).sampledShare(.5).build().tracing();
    long sampled =
        Stream.generate(() -> half.begin("route", Span.Kind.INTERNAL))
            .limit(1_000)
            .filter(Span::isRecording)
            .count();
    assertThat(sampled).isBetween(350L, 650L);
  }

  @Test
  void whatTheSamplerOfTheSdkDropsIsToldOnAsNotSampled() {
    try (SdkTracerProvider dropping = tracers(Sampler.alwaysOff())) {
      Span span =
          OpenTelemetryTelemetry.bindTo(sdk(dropping)).tracing().begin("a", Span.Kind.SERVER);
      assertThat(span.isRecording()).isFalse();
      // The other flag, 02, tells that the id is random.
      assertThat(headersOf(span).get("traceparent")).matches(".*-0[02]");
    }
  }

  @Test
  void withoutAnSdkThereIsNothing() {
    assertThat(OpenTelemetryTelemetry.bindTo(OpenTelemetry.noop()).tracing())
        .isSameAs(Tracing.NONE);
  }

  static List<Map<String, String>> oddHeaders() {
    String parent = "00-" + TRACE + "-" + PARENT + "-01";
    return List.of(
        Map.of("traceparent", ""),
        Map.of("traceparent", "00"),
        Map.of("traceparent", parent.replace('4', 'G')),
        Map.of("traceparent", "00-" + "0".repeat(32) + "-" + PARENT + "-01"),
        Map.of("traceparent", "ff" + parent.substring(2)),
        Map.of("traceparent", "\u0000\uD83D".repeat(1_000)),
        Map.of("traceparent", "x".repeat(1_000_000)),
        Map.of("traceparent", parent, "tracestate", "=,=,=\u0000"),
        Map.of("traceparent", parent, "tracestate", "a=1,".repeat(100_000)));
  }

  @ParameterizedTest
  @MethodSource("oddHeaders")
  void noHeadersAreTooOdd(Map<String, String> headers) {
    Span span = tracing.begin("process", Span.Kind.CONSUMER, headers);
    span.link(headers);
    assertThat(headersOf(span).get("traceparent")).hasSize(55);
    span.end();
    assertThat(exported("process").getKind()).isEqualTo(SpanKind.CONSUMER);
  }

  @Test
  void aSamplerThatThrowsHarmsNobody() {
    Sampler broken =
        new Sampler() {
          @Override
          public SamplingResult shouldSample(
              Context parent,
              String trace,
              String name,
              SpanKind kind,
              Attributes attributes,
              List<LinkData> links) {
            throw new IllegalStateException("broken");
          }

          @Override
          public String getDescription() {
            return "broken";
          }
        };
    try (SdkTracerProvider tracers = tracers(broken)) {
      Tracing tracing = OpenTelemetryTelemetry.bindTo(sdk(tracers)).tracing();
      assertThat(tracing.begin("route", Span.Kind.INTERNAL)).isSameAs(Span.NONE);
    }
  }

  @Test
  void aShareIsFromZeroToOne() {
    assertThatThrownBy(() -> OpenTelemetryTelemetry.builder(sdk).sampledShare(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sampledShare is NaN, must be from 0 to 1");
  }

  private SpanData exported(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private SdkTracerProvider tracers(Sampler sampler) {
    return SdkTracerProvider.builder()
        .setSampler(sampler)
        .addSpanProcessor(SimpleSpanProcessor.create(exported))
        .build();
  }

  private static OpenTelemetry sdk(SdkTracerProvider tracers) {
    return OpenTelemetrySdk.builder().setTracerProvider(tracers).build();
  }

  private static Map<String, String> headersOf(Span span) {
    Map<String, String> headers = new HashMap<>();
    span.inject(headers::put);
    return headers;
  }
}
