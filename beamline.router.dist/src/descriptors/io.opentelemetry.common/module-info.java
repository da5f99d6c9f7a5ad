/** What OpenTelemetry's modules share: it looks up the services of all of them. */
module io.opentelemetry.common {
  requires java.logging;

  exports io.opentelemetry.common;
  // The API, the SDK and its exporters use it.
  exports io.opentelemetry.common.impl;
}
