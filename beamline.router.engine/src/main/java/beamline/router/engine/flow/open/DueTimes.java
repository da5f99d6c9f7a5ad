package beamline.router.engine.flow.open;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is due when, to within {@value #WIDTH_MILLIS} ms. Safe for concurrent use. */
final class DueTimes<T> {
  private static final int WIDTH_MILLIS = 16;

  private final TreeMap<Long, List<T>> slots = new TreeMap<>();

  synchronized void add(long atMillis, T what) {
    slots.computeIfAbsent(atMillis / WIDTH_MILLIS, slot -> new ArrayList<>(4)).add(what);
  }

  /** Takes what is due by now, at most about this much. */
  synchronized List<T> take(long nowMillis, int most) {
    List<T> due = new ArrayList<>();
    Map.Entry<Long, List<T>> first = slots.firstEntry();
    while (first != null && first.getKey() < nowMillis / WIDTH_MILLIS && due.size() < most) {
      due.addAll(first.getValue());
      slots.pollFirstEntry();
      first = slots.firstEntry();
    }
    return due;
  }

  /** Takes what is due next, whenever that is; null when there is nothing. */
  synchronized @Nullable T takeFirst() {
    Map.Entry<Long, List<T>> first = slots.firstEntry();
    if (first == null) {
      return null;
    }
    List<T> slot = first.getValue();
    T taken = slot.remove(slot.size() - 1);
    if (slot.isEmpty()) {
      slots.pollFirstEntry();
    }
    return taken;
  }
}
