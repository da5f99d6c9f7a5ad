package beamline.router.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where events are written down: under the metrics of the table, with label values that the caller
 * has bounded. Counters without labels are there from the start, so that alert rules see their
 * zero. Safe for concurrent use.
 */
final class Ledger {
  private final Meters meters;
  private final Labels labels;
  private final ByLabels<Counter> counters;
  private final ByLabels<DistributionSummary> latencies;
  private final ByLabels<AtomicLong> gauges;

  Ledger(Meters meters, Labels labels) {
    this.meters = meters;
    this.labels = labels;
    this.counters = new ByLabels<>(meters::counter);
    this.latencies = new ByLabels<>(meters::latency);
    this.gauges = new ByLabels<>(this::gauge);
    for (Metric metric : Metric.all()) {
      if (metric.kind() == Metric.Kind.COUNTER && metric.labels().isEmpty()) {
        counters.of(metric);
      }
    }
  }

  /** For meters that are kept by whoever counts into them. */
  Meters meters() {
    return meters;
  }

  /** The values that labels may have. */
  Labels labels() {
    return labels;
  }

  /** Shows a counter that nothing has counted yet. */
  void start(Metric metric, String value) {
    Counter unused = counters.of(metric, value);
  }

  void count(Metric metric) {
    counters.of(metric).increment();
  }

  void count(Metric metric, long times) {
    counters.of(metric).increment((double) times);
  }

  void count(Metric metric, String value) {
    counters.of(metric, value).increment();
  }

  void count(Metric metric, long times, String value) {
    counters.of(metric, value).increment((double) times);
  }

  void count(Metric metric, String first, String second) {
    counters.of(metric, first, second).increment();
  }

  /** Looks the counter up in the registry: for what takes far longer than that. */
  void count(Metric metric, String... values) {
    meters.counter(metric, values).increment();
  }

  void record(Metric metric, double value) {
    latencies.of(metric).record(value);
  }

  void record(Metric metric, double value, String label) {
    latencies.of(metric, label).record(value);
  }

  void record(Metric metric, double value, String first, String second) {
    latencies.of(metric, first, second).record(value);
  }

  /** Looks it up in the registry: for what takes far longer than that. */
  void record(Metric metric, double value, String... values) {
    meters.latency(metric, values).record(value);
  }

  void set(Metric gauge, double value) {
    gauges.of(gauge).set(Double.doubleToRawLongBits(value));
  }

  void set(Metric gauge, double value, String label) {
    gauges.of(gauge, label).set(Double.doubleToRawLongBits(value));
  }

  void set(Metric gauge, double value, String first, String second) {
    gauges.of(gauge, first, second).set(Double.doubleToRawLongBits(value));
  }

  void add(Metric gauge, double change) {
    add(gauges.of(gauge), change);
  }

  void add(Metric gauge, double change, String label) {
    add(gauges.of(gauge, label), change);
  }

  private static void add(AtomicLong bits, double change) {
    long unused =
        bits.updateAndGet(now -> Double.doubleToRawLongBits(Double.longBitsToDouble(now) + change));
  }

  private AtomicLong gauge(Metric metric, String... values) {
    AtomicLong bits = new AtomicLong(); // kept by the map
    meters.gauge(metric, bits, now -> Double.longBitsToDouble(now.get()), values);
    return bits;
  }
}
