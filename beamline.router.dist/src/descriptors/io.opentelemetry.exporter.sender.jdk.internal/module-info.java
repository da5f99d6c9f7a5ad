/** Sends what OpenTelemetry's exporters export with the HTTP client of the JDK. */
module io.opentelemetry.exporter.sender.jdk.internal {
  requires io.opentelemetry.exporter.internal;
  requires io.opentelemetry.sdk.common;
  requires java.logging;
  requires java.net.http;

  provides io.opentelemetry.sdk.common.export.HttpSenderProvider with
      io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider;
}
