package beamline.router.memory.transport;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Message ids that were stored lately. Bounded by time and by number: beyond the number the oldest
 * is forgotten early. Guarded by the stream.
 */
final class DuplicateWindow {
  private long windowNanos;
  private final int maxIds;
  private final Map<String, Long> sequences = new HashMap<>();
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  DuplicateWindow(long windowNanos, int maxIds) {
    this.windowNanos = windowNanos;
    this.maxIds = maxIds;
  }

  /** The sequence under which an id was stored, else null. */
  @Nullable Long find(String id, long nowNanos) {
    for (Mark oldest = marks.peek();
        oldest != null && nowNanos - oldest.atNanos > windowNanos;
        oldest = marks.peek()) {
      forgetOldest();
    }
    return sequences.get(id);
  }

  void remember(String id, long sequence, long nowNanos) {
    if (marks.size() >= maxIds) {
      forgetOldest();
    }
    sequences.put(id, sequence);
    marks.add(new Mark(id, nowNanos));
  }

  long windowNanos() {
    return windowNanos;
  }

  void keepAtLeast(long nanos) {
    windowNanos = Math.max(windowNanos, nanos);
  }

  int size() {
    return marks.size();
  }

  private void forgetOldest() {
    sequences.remove(marks.remove().id);
  }

  private record Mark(String id, long atNanos) {}
}
