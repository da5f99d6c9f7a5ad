/** Sends spans, meters and log records to a collector, by OpenTelemetry's protocol. */
module io.opentelemetry.exporter.otlp {
  requires transitive io.opentelemetry.sdk;
  requires io.opentelemetry.exporter.internal;
  requires io.opentelemetry.exporter.internal.otlp;
  requires java.logging;

  exports io.opentelemetry.exporter.otlp.http.logs;
  exports io.opentelemetry.exporter.otlp.http.metrics;
  exports io.opentelemetry.exporter.otlp.http.trace;
  exports io.opentelemetry.exporter.otlp.logs;
  exports io.opentelemetry.exporter.otlp.metrics;
  exports io.opentelemetry.exporter.otlp.trace;
}
