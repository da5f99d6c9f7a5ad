package beamline.router.opentelemetry;

import beamline.router.spi.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A span that the SDK records. */
final class RecordedSpan implements Span {
  private static final int MAX_LENGTH = 256;

  private final OpenTelemetryTracing tracing;
  private final io.opentelemetry.api.trace.Span span;
  private final Context context;

  RecordedSpan(
      OpenTelemetryTracing tracing, io.opentelemetry.api.trace.Span span, Context context) {
    this.tracing = tracing;
    this.span = span;
    this.context = context;
  }

  @Override
  public boolean isRecording() {
    return span.isRecording();
  }

  @Override
  public Span child(String name, Kind kind) {
    return tracing.start(name, kind, context);
  }

  @Override
  public void attribute(String name, @Nullable String value) {
    if (value != null) {
      span.setAttribute(name, cut(value));
    }
  }

  @Override
  public void attribute(String name, long value) {
    span.setAttribute(name, value);
  }

  @Override
  public void attribute(String name, double value) {
    span.setAttribute(name, value);
  }

  @Override
  public void attribute(String name, boolean value) {
    span.setAttribute(name, value);
  }

  @Override
  public void link(Map<String, String> headers) {
    SpanContext to =
        io.opentelemetry.api.trace.Span.fromContext(TraceHeaders.read(headers)).getSpanContext();
    if (to.isValid()) {
      span.addLink(to);
    }
  }

  @Override
  public void inject(BiConsumer<String, String> headers) {
    TraceHeaders.write(context, headers);
  }

  @Override
  public void failed(String type, String detail) {
    span.setStatus(StatusCode.ERROR, cut(detail));
    span.setAttribute("error.type", cut(type));
  }

  @Override
  public void end() {
    try {
      span.end();
    } catch (RuntimeException e) {
      // A processor that the host brought: its span is lost, the router's work is not.
      return;
    }
  }

  /** Never between the two halves of a character. */
  private static String cut(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
    return text.substring(0, halves ? MAX_LENGTH - 1 : MAX_LENGTH);
  }
}
