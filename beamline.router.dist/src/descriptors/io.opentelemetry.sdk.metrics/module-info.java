/** Meters in OpenTelemetry's SDK. */
module io.opentelemetry.sdk.metrics {
  requires transitive io.opentelemetry.sdk.common;
  requires java.logging;

  exports io.opentelemetry.sdk.metrics;
  exports io.opentelemetry.sdk.metrics.data;
  exports io.opentelemetry.sdk.metrics.export;
  // The SDK and its exporters use these.
  exports io.opentelemetry.sdk.metrics.internal;
  exports io.opentelemetry.sdk.metrics.internal.aggregator;
  exports io.opentelemetry.sdk.metrics.internal.data;
}
