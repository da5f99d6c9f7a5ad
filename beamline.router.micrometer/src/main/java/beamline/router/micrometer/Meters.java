package beamline.router.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;

/** Registers meters as the table of metrics says, with label values in the order of the table. */
final class Meters {
  // From the fastest decision to the alerts of the contract (100, 200 and 250 ms) and beyond.
  private static final double[] FINE_MILLIS = {
    0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50, 100, 200, 250, 500, 1_000, 5_000
  };
  // With 500 and 2000 ms, at which the contract finds the intake slow, up to the longest deadline.
  private static final double[] MILLIS = {
    0.5, 1, 5, 10, 25, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000
  };
  private static final double[] SECONDS =
      Arrays.stream(MILLIS).map(millis -> millis / 1e3).toArray();

  private final MeterRegistry registry;
  private final boolean buckets;
  private final Queue<Meter> functions = new ConcurrentLinkedQueue<>();

  Meters(MeterRegistry registry, boolean buckets) {
    this.registry = registry;
    this.buckets = buckets;
  }

  Counter counter(Metric metric, String... values) {
    return Counter.builder(metric.metricName())
        .description(metric.description())
        .tags(tags(metric, values))
        .register(registry);
  }

  DistributionSummary latency(Metric metric, String... values) {
    DistributionSummary.Builder summary =
        DistributionSummary.builder(metric.metricName())
            .description(metric.description())
            .tags(tags(metric, values));
    if (buckets) {
      switch (metric.kind()) {
        case FINE_HISTOGRAM -> summary.serviceLevelObjectives(FINE_MILLIS);
        case HISTOGRAM ->
            summary.serviceLevelObjectives(
                metric.metricName().endsWith("_seconds") ? SECONDS : MILLIS);
        default -> {}
      }
    }
    return summary.register(registry);
  }

  /** The caller keeps {@code state} reachable; the registry does not. */
  <T> void gauge(Metric metric, T state, ToDoubleFunction<T> value, String... values) {
    functions.add(
        Gauge.builder(metric.metricName(), state, value)
            .description(metric.description())
            .tags(tags(metric, values))
            .register(registry));
  }

  /** What counters count together, under another name; kept as long as they are. */
  void alias(Metric metric, Counter counted, ToDoubleFunction<Counter> value, String... values) {
    Tags tags = tags(metric, values);
    if (registry.find(metric.metricName()).tags(tags).functionCounter() == null) {
      FunctionCounter unused =
          FunctionCounter.builder(metric.metricName(), counted, value)
              .description(metric.description())
              .tags(tags)
              .register(registry);
    }
  }

  /** The caller keeps {@code state} reachable; the registry does not. */
  <T> void window(Metric metric, T state, ToDoubleFunction<T> value, String... values) {
    functions.add(
        FunctionCounter.builder(metric.metricName(), state, value)
            .description(metric.description())
            .tags(tags(metric, values))
            .register(registry));
  }

  /** Epoch milliseconds by the registry's own clock. */
  long epochMillis() {
    return registry.config().clock().wallTime();
  }

  /** Takes what reads our state out of the registry; what was counted stays. */
  void close() {
    for (Meter meter = functions.poll(); meter != null; meter = functions.poll()) {
      registry.remove(meter);
    }
  }

  static double millis(long nanos) {
    return nanos * 1e-6; // several times as fast as a division
  }

  static double seconds(long nanos) {
    return nanos * 1e-9;
  }

  private static Tags tags(Metric metric, String[] values) {
    List<String> labels = metric.labels();
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(
          metric.metricName()
              + " has the labels "
              + labels
              + ", not "
              + values.length
              + " of them");
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }
}
