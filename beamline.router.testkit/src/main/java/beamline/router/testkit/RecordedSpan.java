package beamline.router.testkit;

import beamline.router.spi.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A span as a {@link RecordingTracing} keeps it. Safe for concurrent use. */
public final class RecordedSpan implements Span {
  private final RecordingTracing tracing;
  private final String name;
  private final Kind kind;
  private final String traceId;
  private final String id;
  private final String parentId;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final Queue<String> links = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Optional<String> failure = Optional.empty();

  RecordedSpan(
      RecordingTracing tracing,
      String name,
      Kind kind,
      String traceId,
      String id,
      String parentId) {
    this.tracing = tracing;
    this.name = name;
    this.kind = kind;
    this.traceId = traceId;
    this.id = id;
    this.parentId = parentId;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** What it is to the trace. */
  public Kind kind() {
    return kind;
  }

  /** The trace it belongs to. */
  public String traceId() {
    return traceId;
  }

  /** Its own id. */
  public String id() {
    return id;
  }

  /** The id of the span above it; empty when it is the first of its trace. */
  public String parentId() {
    return parentId;
  }

  /** What was said of it: texts, {@code Long}, {@code Double} and {@code Boolean}. */
  public Map<String, Object> attributes() {
    return Map.copyOf(attributes);
  }

  /** The ids of the spans that it is linked to. */
  public List<String> links() {
    return List.copyOf(links);
  }

  /** What kind of fault it ended with; empty when it did not fail. */
  public Optional<String> failure() {
    return failure;
  }

  /** Whether the work has ended. */
  public boolean isEnded() {
    return ended.get();
  }

  @Override
  public boolean isRecording() {
    return true;
  }

  @Override
  public RecordedSpan child(String name, Kind kind) {
    return tracing.add(name, kind, traceId, id);
  }

  @Override
  public void attribute(String name, @Nullable String value) {
    if (value != null) {
      put(name, value);
    }
  }

  @Override
  public void attribute(String name, long value) {
    put(name, value);
  }

  @Override
  public void attribute(String name, double value) {
    put(name, value);
  }

  @Override
  public void attribute(String name, boolean value) {
    put(name, value);
  }

  private void put(String name, Object value) {
    check("attribute " + name);
    attributes.put(name, value);
  }

  @Override
  public void link(Map<String, String> headers) {
    check("link");
    String[] other = RecordingTracing.parent(headers);
    if (other.length == 4) {
      links.add(other[2]);
    }
  }

  @Override
  public void inject(BiConsumer<String, String> headers) {
    headers.accept("traceparent", "00-" + traceId + "-" + id + "-01");
  }

  @Override
  public void failed(String type, String detail) {
    check("failed " + type);
    failure = Optional.of(type);
  }

  @Override
  public void end() {
    if (!ended.compareAndSet(false, true)) {
      tracing.mistake(name + " has ended: end");
    }
  }

  private void check(String what) {
    if (ended.get()) {
      tracing.mistake(name + " has ended: " + what);
    }
  }

  @Override
  public String toString() {
    return name + " " + attributes;
  }
}
