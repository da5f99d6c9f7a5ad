package beamline.router.testkit;

import beamline.router.spi.Span;
import beamline.router.spi.Tracing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps every span for a test to look at. Which trace goes on in a message it reads from and writes
 * to W3C {@code traceparent}. What is done to a span that has ended is a mistake, which it keeps as
 * well. Safe for concurrent use.
 */
public final class RecordingTracing implements Tracing {
  private static final String TRACE_PARENT = "traceparent";

  private final Queue<RecordedSpan> spans = new ConcurrentLinkedQueue<>();
  private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
  private final AtomicLong ids = new AtomicLong();
  private final ThreadLocal<Optional<RecordedSpan>> current =
      ThreadLocal.withInitial(Optional::empty);

  /** Nothing recorded yet. */
  public RecordingTracing() {}

  /** All spans so far, in the order in which they began. */
  public List<RecordedSpan> spans() {
    return List.copyOf(spans);
  }

  /** The spans of this name so far, in the order in which they began. */
  public List<RecordedSpan> spans(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  /** The spans that have not ended yet. */
  public List<RecordedSpan> open() {
    return spans.stream().filter(span -> !span.isEnded()).toList();
  }

  /** What was done to spans after their end. */
  public List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  /**
   * Does some work of a host within a span of its own.
   *
   * @return the span
   */
  public RecordedSpan within(String name, Runnable work) {
    RecordedSpan span = begin(name, Span.Kind.INTERNAL);
    current.set(Optional.of(span));
    try {
      work.run();
    } finally {
      current.remove();
      span.end();
    }
    return span;
  }

  @Override
  public RecordedSpan begin(String name, Span.Kind kind) {
    return current
        .get()
        .map(parent -> parent.child(name, kind))
        .orElseGet(() -> begin(name, kind, Map.of()));
  }

  @Override
  public RecordedSpan begin(String name, Span.Kind kind, Map<String, String> headers) {
    String[] parent = parent(headers);
    return parent.length == 4
        ? add(name, kind, parent[1], parent[2])
        : add(name, kind, "%032x".formatted(ids.incrementAndGet()), "");
  }

  RecordedSpan add(String name, Span.Kind kind, String traceId, String parentId) {
    String id = "%016x".formatted(ids.incrementAndGet());
    RecordedSpan span = new RecordedSpan(this, name, kind, traceId, id, parentId);
    spans.add(span);
    return span;
  }

  void mistake(String what) {
    mistakes.add(what);
  }

  /** Version, trace, span and flags, as headers tell them; empty when they tell none. */
  static String[] parent(Map<String, String> headers) {
    String parent = headers.get(TRACE_PARENT);
    return parent == null ? new String[0] : parent.split("-", -1);
  }
}
