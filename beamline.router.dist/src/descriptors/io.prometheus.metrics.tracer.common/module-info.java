/** How the Prometheus client asks for the span of an exemplar. */
module io.prometheus.metrics.tracer.common {
  exports io.prometheus.metrics.tracer.common;
}
