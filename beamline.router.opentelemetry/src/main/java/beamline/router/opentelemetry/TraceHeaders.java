package beamline.router.opentelemetry;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** W3C {@code traceparent} and {@code tracestate} among the headers of a message or a call. */
final class TraceHeaders {
  private static final String PARENT = "traceparent";

  /** What everybody has to pass on, by the W3C's recommendation; more is not worth reading. */
  private static final int MAX_LENGTH = 512;

  private static final TextMapGetter<Map<String, String>> GETTER = TraceHeaders::header;

  private TraceHeaders() {}

  /** The context that these tell; the root when they tell none that can be understood. */
  static Context read(Map<String, String> headers) {
    return headers.containsKey(PARENT)
        ? W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, GETTER)
        : Context.root();
  }

  /** Tells this context. */
  static void write(Context context, BiConsumer<String, String> headers) {
    W3CTraceContextPropagator.getInstance()
        .inject(context, headers, (to, name, value) -> to.accept(name, value));
  }

  private static @Nullable String header(@Nullable Map<String, String> headers, String name) {
    String value = headers == null ? null : headers.get(name);
    return value == null || value.length() > MAX_LENGTH ? null : value;
  }
}
