package beamline.router.micrometer;

import java.util.List;

/**
 * A metric that {@link MicrometerTelemetry} registers. The three enumerations are the one table of
 * all metrics, from which the reference is generated.
 *
 * <p>The names are those of the routing contract. They are registered as they are; a Prometheus
 * registry exposes them unchanged, except that it appends {@code _total} to a counter that has no
 * such ending.
 */
public sealed interface Metric permits RouterMetric, FlowMetric, TransportMetric {

  /** The name under which it is registered, such as {@code router_decide_latency_ms}. */
  String metricName();

  /** How it counts. */
  Kind kind();

  /** What it tells, for people. */
  String description();

  /**
   * The names of its labels, in the order of the contract; none of them carries an id of a request.
   */
  List<String> labels();

  /** How a metric counts. */
  enum Kind {
    /** Only rises. */
    COUNTER,
    /** Rises and falls. */
    GAUGE,
    /**
     * Rises and falls, but has a counter's ending in the contract. Registered as a counter read
     * from a function, since only counters keep that ending in Prometheus.
     */
    WINDOW,
    /** Count, sum, maximum and, unless switched off, buckets; in the unit of its name. */
    HISTOGRAM,
    /** Count, sum and maximum; in the unit of its name. */
    SUMMARY
  }
}
