package beamline.router.examples.scenarios;

import beamline.router.micrometer.Metric;
import beamline.router.testkit.Eventually;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which metrics of a registry have moved since this was made, if only for a moment. */
final class Movements {
  private final MeterRegistry registry;
  private final Map<Metric, Double> before;
  private final Set<Metric> moved = new LinkedHashSet<>();

  Movements(MeterRegistry registry) {
    this.registry = registry;
    this.before = Metric.all().stream().collect(Collectors.toMap(it -> it, this::sum));
  }

  /** Waits until these have moved. */
  void await(Metric... expected) {
    Set<Metric> all = Set.of(expected);
    Eventually.eventually(
        () -> "these move: " + names(all.stream().filter(it -> !moved.contains(it)).toList()),
        () -> look().containsAll(all));
  }

  /** Looks once more; what has moved so far. */
  Set<Metric> look() {
    for (Metric metric : Metric.all()) {
      if (!moved.contains(metric) && sum(metric) != before.get(metric)) {
        moved.add(metric);
      }
    }
    return Set.copyOf(moved);
  }

  static List<String> names(Iterable<Metric> metrics) {
    List<String> names = new ArrayList<>();
    metrics.forEach(metric -> names.add(metric.metricName()));
    return names;
  }

  private double sum(Metric metric) {
    double sum = 0;
    for (Meter meter : registry.find(metric.metricName()).meters()) {
      for (Measurement measurement : meter.measure()) {
        sum += measurement.getValue();
      }
    }
    return sum;
  }
}
