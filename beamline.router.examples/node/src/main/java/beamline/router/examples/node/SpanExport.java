package beamline.router.examples.node;

import beamline.router.api.ComponentKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RuntimeKeys;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends the spans of the router to a collector, if there is one. */
final class SpanExport implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** What waits for a collector at most; beyond it spans are dropped. */
  private static final int MAX_WAITING = 4096;

  private final @Nullable SdkTracerProvider tracers;
  private final Duration timeout;

  private SpanExport(@Nullable SdkTracerProvider tracers, Duration timeout) {
    this.tracers = tracers;
    this.timeout = timeout;
  }

  /** Whether spans are sent, since somebody begins them. */
  static boolean isOn(RouterConfig config) {
    return isAsked(config)
        && config.get(RuntimeKeys.TELEMETRY_ENABLED)
        && config.get(ComponentKeys.TELEMETRY).map(SpanExport::traces).orElse(true);
  }

  /** Whether spans are to be sent. */
  static boolean isAsked(RouterConfig config) {
    return config.get(RuntimeKeys.TRACING_OTLP_ENDPOINT).isPresent()
        && config.get(RuntimeKeys.TRACING_ENABLED);
  }

  private static boolean traces(String names) {
    return Arrays.stream(names.split(",")).map(String::strip).anyMatch("opentelemetry"::equals);
  }

  /**
   * Sets the SDK that a router begins its spans with, which must be built after it: there is one in
   * a process.
   */
  static SpanExport of(RouterConfig config) {
    Duration timeout = config.get(RuntimeKeys.CLOSE_TIMEOUT);
    if (!isOn(config)) {
      return new SpanExport(null, timeout);
    }
    String endpoint = config.get(RuntimeKeys.TRACING_OTLP_ENDPOINT).orElseThrow();
    SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(self())))
            .addSpanProcessor(
                BatchSpanProcessor.builder(collector(endpoint))
                    .setScheduleDelay(INTERVAL)
                    .setMaxQueueSize(MAX_WAITING)
                    .build())
            .build();
    GlobalOpenTelemetry.set(OpenTelemetrySdk.builder().setTracerProvider(tracers).build());
    return new SpanExport(tracers, timeout);
  }

  /** Sends what is left, within the time that closing has. */
  @Override
  public void close() {
    if (tracers != null) {
      tracers.shutdown().join(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static SpanExporter collector(String endpoint) {
    return new WatchedSpanExporter(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.replaceFirst("/+$", "") + "/v1/traces")
            .build());
  }

  private static Attributes self() {
    return Attributes.of(
        AttributeKey.stringKey("service.name"),
        "beamline-router",
        AttributeKey.stringKey("service.version"),
        Versions.own(),
        AttributeKey.stringKey("service.instance.id"),
        UUID.randomUUID().toString());
  }
}
