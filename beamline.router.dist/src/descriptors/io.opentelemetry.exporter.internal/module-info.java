/** What OpenTelemetry's exporters share. */
module io.opentelemetry.exporter.internal {
  requires transitive io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.metrics;
  requires java.logging;
  // It does without.
  requires static jdk.unsupported;

  // Exporters and senders in jars of their own use these.
  exports io.opentelemetry.exporter.internal;
  exports io.opentelemetry.exporter.internal.grpc;
  exports io.opentelemetry.exporter.internal.marshal;
  exports io.opentelemetry.exporter.internal.metrics;
}
