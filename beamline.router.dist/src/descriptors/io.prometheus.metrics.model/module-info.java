/** What the Prometheus client shows. */
module io.prometheus.metrics.model {
  requires io.prometheus.metrics.config;

  exports io.prometheus.metrics.model.registry;
  exports io.prometheus.metrics.model.snapshots;
}
