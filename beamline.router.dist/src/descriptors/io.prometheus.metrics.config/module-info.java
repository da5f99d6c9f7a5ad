/** The settings of the Prometheus client. */
module io.prometheus.metrics.config {
  exports io.prometheus.metrics.config;
}
