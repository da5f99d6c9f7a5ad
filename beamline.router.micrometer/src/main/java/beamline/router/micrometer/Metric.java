package beamline.router.micrometer;

import java.util.List;
import java.util.stream.Stream;

/**
 * A metric that {@link MicrometerTelemetry} registers. The enumerations are the one table of all
 * metrics, from which the reference is generated.
 *
 * <p>The names are those of the routing contract. They are registered as they are; a Prometheus
 * registry exposes them unchanged, except that it appends {@code _total} to a counter that has no
 * such ending.
 */
public sealed interface Metric
    permits AssignmentMetric,
        BreakerMetric,
        CallMetric,
        DecisionMetric,
        DeliveryMetric,
        ExtensionMetric,
        IntakeMetric,
        NodeMetric,
        ResultMetric,
        TransportMetric {

  /** The whole table, in the order of the reference. */
  static List<Metric> all() {
    return Stream.<Metric[]>of(
            DecisionMetric.values(),
            BreakerMetric.values(),
            ExtensionMetric.values(),
            CallMetric.values(),
            IntakeMetric.values(),
            AssignmentMetric.values(),
            ResultMetric.values(),
            DeliveryMetric.values(),
            NodeMetric.values(),
            TransportMetric.values())
        .flatMap(Stream::of)
        .toList();
  }

  /** Its row of the table. */
  Row row();

  /** The name under which it is registered, such as {@code router_decide_latency_ms}. */
  default String metricName() {
    return row().name();
  }

  /** How it counts. */
  default Kind kind() {
    return row().kind();
  }

  /** What it tells, for people. */
  default String description() {
    return row().description();
  }

  /**
   * The names of its labels, in the order of the contract; none of them carries an id of a request.
   */
  default List<String> labels() {
    return row().labels();
  }

  /** How a metric counts. */
  enum Kind {
    /** Only rises. */
    COUNTER,
    /** Only rises, by what other counters count; costs nothing until somebody looks. */
    ALIAS,
    /** Rises and falls. */
    GAUGE,
    /**
     * Rises and falls, but has a counter's ending in the contract. Registered as a counter read
     * from a function, since only counters keep that ending in Prometheus.
     */
    WINDOW,
    /**
     * Count, sum, maximum and, unless switched off, buckets from half a millisecond to a minute; in
     * the unit of its name.
     */
    HISTOGRAM,
    /** The same with buckets from a microsecond to five seconds: for what is done in memory. */
    FINE_HISTOGRAM,
    /** Count, sum and maximum; in the unit of its name. */
    SUMMARY
  }

  /**
   * What the table says of a metric.
   *
   * @param name under which it is registered
   * @param kind how it counts
   * @param description for people
   * @param labels their names
   */
  record Row(String name, Kind kind, String description, List<String> labels) {
    public Row {
      labels = List.copyOf(labels);
    }

    static Row counter(String name, String description, String... labels) {
      return new Row(name, Kind.COUNTER, description, List.of(labels));
    }

    static Row alias(String name, String description, String... labels) {
      return new Row(name, Kind.ALIAS, description, List.of(labels));
    }

    static Row gauge(String name, String description, String... labels) {
      return new Row(name, Kind.GAUGE, description, List.of(labels));
    }

    static Row window(String name, String description, String... labels) {
      return new Row(name, Kind.WINDOW, description, List.of(labels));
    }

    static Row histogram(String name, String description, String... labels) {
      return new Row(name, Kind.HISTOGRAM, description, List.of(labels));
    }

    static Row fineHistogram(String name, String description, String... labels) {
      return new Row(name, Kind.FINE_HISTOGRAM, description, List.of(labels));
    }

    static Row summary(String name, String description, String... labels) {
      return new Row(name, Kind.SUMMARY, description, List.of(labels));
    }
  }
}
