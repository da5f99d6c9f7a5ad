/** Spans in OpenTelemetry's SDK. */
module io.opentelemetry.sdk.trace {
  requires transitive io.opentelemetry.sdk.common;
  requires java.logging;

  exports io.opentelemetry.sdk.trace;
  exports io.opentelemetry.sdk.trace.data;
  exports io.opentelemetry.sdk.trace.export;
  // The SDK and its exporters use it.
  exports io.opentelemetry.sdk.trace.internal;
  exports io.opentelemetry.sdk.trace.samplers;
}
