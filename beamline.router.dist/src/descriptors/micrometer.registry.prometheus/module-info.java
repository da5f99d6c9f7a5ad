/** Micrometer's registry for Prometheus. */
module micrometer.registry.prometheus {
  requires static transitive org.jspecify;
  requires transitive micrometer.core;
  requires transitive io.prometheus.metrics.config;
  requires transitive io.prometheus.metrics.model;
  requires transitive io.prometheus.metrics.tracer.common;
  requires io.prometheus.metrics.core;
  requires io.prometheus.writer.text;

  exports io.micrometer.prometheusmetrics;
}
