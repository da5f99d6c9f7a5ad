/** What OpenTelemetry's modules share: it looks up the services of all of them. */
module io.opentelemetry.common {
  requires java.logging;

  exports io.opentelemetry.common;

  // They are declared in modules that require this one.
  uses io.opentelemetry.context.ContextStorageProvider;
  uses io.opentelemetry.sdk.common.export.Compressor;
  uses io.opentelemetry.sdk.common.export.GrpcSenderProvider;
  uses io.opentelemetry.sdk.common.export.HttpSenderProvider;
}
