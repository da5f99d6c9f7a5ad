package beamline.router.opentelemetry;

import beamline.router.spi.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.function.BiConsumer;

/** A piece of a trace that nobody records: all it does is tell the trace on, as not sampled. */
final class UnsampledSpan implements Span {
  private final SpanContext context;

  UnsampledSpan(SpanContext context) {
    this.context = context;
  }

  @Override
  public Span child(String name, Kind kind) {
    return this;
  }

  @Override
  public void inject(BiConsumer<String, String> headers) {
    TraceHeaders.write(Context.root().with(io.opentelemetry.api.trace.Span.wrap(context)), headers);
  }
}
