/** Spans, meters and log records as messages of OpenTelemetry's protocol. */
module io.opentelemetry.exporter.internal.otlp {
  requires transitive io.opentelemetry.exporter.internal;
  requires transitive io.opentelemetry.sdk.logs;
  requires transitive io.opentelemetry.sdk.metrics;
  requires transitive io.opentelemetry.sdk.trace;

  // The exporter in a jar of its own uses these.
  exports io.opentelemetry.exporter.internal.otlp;
  exports io.opentelemetry.exporter.internal.otlp.logs;
  exports io.opentelemetry.exporter.internal.otlp.metrics;
  exports io.opentelemetry.exporter.internal.otlp.traces;
}
