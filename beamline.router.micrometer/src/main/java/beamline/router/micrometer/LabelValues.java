package beamline.router.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the values of one label bounded: the first ones are kept as they are, all others become
 * {@value #OTHER}, so that no caller can make the registry grow without end.
 */
final class LabelValues {
  static final String OTHER = "other";

  private final int max;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Keeps the first {@code max} values that are seen. */
  LabelValues(int max) {
    this.max = max;
  }

  /** Keeps these values and no more. */
  static LabelValues only(Set<String> allowed) {
    LabelValues values = new LabelValues(0);
    values.known.addAll(allowed);
    return values;
  }

  String of(String value) {
    return known.contains(value) || admits(value) ? value : OTHER;
  }

  private boolean admits(String value) {
    if (known.size() >= max) {
      return false;
    }
    synchronized (known) {
      return (known.size() < max && known.add(value)) || known.contains(value);
    }
  }
}
