package beamline.router.opentelemetry;

import beamline.router.spi.Span;
import beamline.router.spi.Tracing;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Begins spans with a tracer, where the trace is recorded. */
final class OpenTelemetryTracing implements Tracing {
  private final Tracer tracer;
  private final double sampledShare;

  OpenTelemetryTracing(Tracer tracer, double sampledShare) {
    this.tracer = tracer;
    this.sampledShare = sampledShare;
  }

  @Override
  public Span begin(String name, Span.Kind kind) {
    return begin(name, kind, Context.current());
  }

  @Override
  public Span begin(String name, Span.Kind kind, Map<String, String> headers) {
    return begin(name, kind, TraceHeaders.read(headers));
  }

  private Span begin(String name, Span.Kind kind, Context parent) {
    SpanContext above = io.opentelemetry.api.trace.Span.fromContext(parent).getSpanContext();
    if (!above.isValid()) {
      return isSampled() ? start(name, kind, parent) : Span.NONE;
    }
    return above.isSampled() ? start(name, kind, parent) : new UnsampledSpan(above);
  }

  /** Of a sampler or a processor that the host brought, anything may come. */
  Span start(String name, Span.Kind kind, Context parent) {
    try {
      var span = tracer.spanBuilder(name).setParent(parent).setSpanKind(kind(kind)).startSpan();
      if (span.isRecording()) {
        return new RecordedSpan(this, span, parent.with(span));
      }
      return span.getSpanContext().isValid() ? new UnsampledSpan(span.getSpanContext()) : Span.NONE;
    } catch (RuntimeException e) {
      return Span.NONE;
    }
  }

  private boolean isSampled() {
    return sampledShare >= 1
        || (sampledShare > 0 && ThreadLocalRandom.current().nextDouble() < sampledShare);
  }

  private static SpanKind kind(Span.Kind kind) {
    return switch (kind) {
      case INTERNAL -> SpanKind.INTERNAL;
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
    };
  }
}
