/** What the parts of OpenTelemetry's SDK share. */
module io.opentelemetry.sdk.common {
  requires transitive io.opentelemetry.api;
  requires java.logging;

  exports io.opentelemetry.sdk.common;
  exports io.opentelemetry.sdk.common.export;
  // The other parts and the exporters use these.
  exports io.opentelemetry.sdk.common.internal;
  exports io.opentelemetry.sdk.resources;
  exports io.opentelemetry.sdk.resources.internal;

  // The loader of io.opentelemetry.common looks them up.
  uses io.opentelemetry.sdk.common.export.Compressor;
  uses io.opentelemetry.sdk.common.export.GrpcSenderProvider;
  uses io.opentelemetry.sdk.common.export.HttpSenderProvider;
}
