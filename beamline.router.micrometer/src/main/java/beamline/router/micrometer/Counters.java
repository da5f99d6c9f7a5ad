package beamline.router.micrometer;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of one enumeration of metrics, by up to two label values, found without building a
 * key. A counter without labels is there from the start, so that alerts see its zero.
 */
final class Counters<M extends Enum<M> & Metric> {
  private static final String NO_LABEL = "";

  private final Meters meters;
  private final Map<M, Map<String, Map<String, Counter>>> counters;

  Counters(Meters meters, Class<M> metrics) {
    this.meters = meters;
    counters = new EnumMap<>(metrics);
    for (M metric : metrics.getEnumConstants()) {
      if (metric.kind() == Metric.Kind.COUNTER) {
        counters.put(metric, new ConcurrentHashMap<>());
        if (metric.labels().isEmpty()) {
          counter(metric, NO_LABEL, NO_LABEL);
        }
      }
    }
  }

  void increment(M metric) {
    counter(metric, NO_LABEL, NO_LABEL).increment();
  }

  /** The caller has bounded the value. */
  void increment(M metric, String value) {
    counter(metric, value, NO_LABEL).increment();
  }

  /** The caller has bounded the values. */
  void increment(M metric, String first, String second) {
    counter(metric, first, second).increment();
  }

  private Counter counter(M metric, String first, String second) {
    Map<String, Map<String, Counter>> ofMetric = counters.get(metric);
    if (ofMetric == null) {
      throw new IllegalArgumentException(metric.metricName() + " is not a counter");
    }
    Map<String, Counter> ofFirst = ofMetric.get(first);
    if (ofFirst == null) {
      ofFirst = ofMetric.computeIfAbsent(first, value -> new ConcurrentHashMap<>());
    }
    Counter found = ofFirst.get(second);
    return found != null
        ? found
        : ofFirst.computeIfAbsent(second, value -> register(metric, first, second));
  }

  private Counter register(M metric, String first, String second) {
    return switch (metric.labels().size()) {
      case 0 -> meters.counter(metric);
      case 1 -> meters.counter(metric, first);
      default -> meters.counter(metric, first, second);
    };
  }
}
