/** OpenTelemetry's context, and how it travels between processes. */
module io.opentelemetry.context {
  requires transitive io.opentelemetry.common;
  requires java.logging;

  exports io.opentelemetry.context;
  exports io.opentelemetry.context.propagation;
  // The SDK and its exporters use it.
  exports io.opentelemetry.context.propagation.internal;
}
