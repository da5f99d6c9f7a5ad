/** Log records in OpenTelemetry's SDK. */
module io.opentelemetry.sdk.logs {
  requires transitive io.opentelemetry.sdk.common;
  requires java.logging;

  exports io.opentelemetry.sdk.logs;
  exports io.opentelemetry.sdk.logs.data;
  exports io.opentelemetry.sdk.logs.export;
  // The SDK and its exporters use it.
  exports io.opentelemetry.sdk.logs.internal;
}
