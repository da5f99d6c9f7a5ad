/** OpenTelemetry's SDK as a whole. */
module io.opentelemetry.sdk {
  requires transitive io.opentelemetry.sdk.common;
  requires transitive io.opentelemetry.sdk.logs;
  requires transitive io.opentelemetry.sdk.metrics;
  requires transitive io.opentelemetry.sdk.trace;
  requires java.logging;

  exports io.opentelemetry.sdk;
}
