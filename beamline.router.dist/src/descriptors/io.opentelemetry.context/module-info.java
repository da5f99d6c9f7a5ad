/** OpenTelemetry's context, and how it travels between processes. */
module io.opentelemetry.context {
  requires transitive io.opentelemetry.common;
  requires java.logging;

  exports io.opentelemetry.context;
  exports io.opentelemetry.context.propagation;
  // The SDK and its exporters use these.
  exports io.opentelemetry.context.internal.shaded;
  exports io.opentelemetry.context.propagation.internal;

  // The loader of io.opentelemetry.common looks it up.
  uses io.opentelemetry.context.ContextStorageProvider;
}
