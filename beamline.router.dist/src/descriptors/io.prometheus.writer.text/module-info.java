/** The text that the Prometheus client shows. Without protobuf, whose jar an image of ours has not. */
module io.prometheus.writer.text {
  requires transitive io.prometheus.metrics.config;
  requires transitive io.prometheus.metrics.model;

  exports io.prometheus.metrics.expositionformats;
}
