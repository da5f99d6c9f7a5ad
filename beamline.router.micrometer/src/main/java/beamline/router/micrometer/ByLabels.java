package beamline.router.micrometer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is registered under a metric and up to two label values, found without building a key. Made
 * when it is first asked for. Safe for concurrent use; grows as the label values do.
 */
final class ByLabels<T> {
  private static final String NONE = "";

  private final Registration<T> registration;
  private final Map<Metric, Map<String, Map<String, T>>> known = new ConcurrentHashMap<>();

  /** Makes what is asked for the first time; two threads may do so at once. */
  @FunctionalInterface
  interface Registration<T> {
    T register(Metric metric, String... values);
  }

  ByLabels(Registration<T> registration) {
    this.registration = registration;
  }

  T of(Metric metric) {
    return of(metric, NONE, NONE);
  }

  T of(Metric metric, String value) {
    return of(metric, value, NONE);
  }

  T of(Metric metric, String first, String second) {
    Map<String, Map<String, T>> ofMetric = known.get(metric);
    if (ofMetric == null) {
      ofMetric = known.computeIfAbsent(metric, any -> new ConcurrentHashMap<>());
    }
    Map<String, T> ofFirst = ofMetric.get(first);
    if (ofFirst == null) {
      ofFirst = ofMetric.computeIfAbsent(first, any -> new ConcurrentHashMap<>());
    }
    T found = ofFirst.get(second);
    return found != null
        ? found
        : ofFirst.computeIfAbsent(second, any -> register(metric, first, second));
  }

  private T register(Metric metric, String first, String second) {
    return switch (metric.labels().size()) {
      case 0 -> registration.register(metric);
      case 1 -> registration.register(metric, first);
      default -> registration.register(metric, first, second);
    };
  }
}
