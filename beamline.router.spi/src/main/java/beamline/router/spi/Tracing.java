package beamline.router.spi;

import java.util.Map;

/**
 * Begins the spans of a router. What is not sampled is {@link Span#NONE}, or a span that only tells
 * the trace on. Must not block and must not throw; safe for concurrent use.
 */
public interface Tracing {
  /** Nobody traces: what the engine finds out once, so that it costs nothing. */
  Tracing NONE = new Tracing() {};

  /**
   * Begins a span below what the calling thread is doing, as the host's tracer knows it; a trace of
   * its own when it is doing nothing that is traced.
   */
  default Span begin(String name, Span.Kind kind) {
    return Span.NONE;
  }

  /**
   * Begins a span below the one that these headers of a message or a call tell; a trace of its own
   * when they tell none.
   *
   * @param headers with names in lower case; W3C {@code traceparent} and {@code tracestate} are
   *     looked for
   */
  default Span begin(String name, Span.Kind kind, Map<String, String> headers) {
    return Span.NONE;
  }
}
