package beamline.router.benchmarks;

import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.micrometer.MicrometerTelemetry;
import beamline.router.opentelemetry.OpenTelemetryTelemetry;
import beamline.router.spi.Telemetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Arrays;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The decisions of {@link DecideBenchmark} while nobody, Micrometer, and Micrometer and
 * OpenTelemetry are told of them.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Thread)
public class ObservedBenchmark {
  private static final String TENANT = "tenant-0";
  private static final int SESSIONS = 1024;

  private final RouteRequest[] requests = new RouteRequest[SESSIONS];
  private int next;

  /** A thousand sessions. */
  public ObservedBenchmark() {
    Arrays.setAll(
        requests, i -> RouteRequest.builder(TENANT, "text.generate").userId("user-" + i).build());
  }

  /** Told to nobody. */
  @State(Scope.Benchmark)
  public static class Unobserved {
    private final RouterEngine router = DecideBenchmark.router(Telemetry.NONE);

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
    }
  }

  /** Told to Micrometer. */
  @State(Scope.Benchmark)
  public static class Metered {
    private final RouterEngine router = DecideBenchmark.router(micrometer());

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
    }
  }

  /** Told to Micrometer and OpenTelemetry, which records no trace. */
  @State(Scope.Benchmark)
  public static class Unsampled {
    private final OpenTelemetrySdk sdk = sdk();
    private final RouterEngine router = router(sdk, 0);

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
      sdk.close();
    }
  }

  /** Told to Micrometer and OpenTelemetry, which records every trace and sends it nowhere. */
  @State(Scope.Benchmark)
  public static class Sampled {
    private final OpenTelemetrySdk sdk = sdk();
    private final RouterEngine router = router(sdk, 1);

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
      sdk.close();
    }
  }

  private static RouterEngine router(OpenTelemetrySdk sdk, double share) {
    return DecideBenchmark.router(
        micrometer(), OpenTelemetryTelemetry.builder(sdk).sampledShare(share).build());
  }

  private static Telemetry micrometer() {
    return MicrometerTelemetry.builder(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
        .tenantLabels(Set.of(TENANT))
        .build();
  }

  private static OpenTelemetrySdk sdk() {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(new Dropped()).build())
        .build();
  }

  /** Nobody is told. */
  @Benchmark
  public RouteOutcome unobserved(Unobserved ours) {
    return decided(ours.router);
  }

  /** Metrics. */
  @Benchmark
  public RouteOutcome metered(Metered ours) {
    return decided(ours.router);
  }

  /** Metrics, and traces of which none is sampled. */
  @Benchmark
  public RouteOutcome unsampled(Unsampled ours) {
    return decided(ours.router);
  }

  /** Metrics, and traces that are all sampled: three spans for each decision. */
  @Benchmark
  public RouteOutcome sampled(Sampled ours) {
    return decided(ours.router);
  }

  private RouteOutcome decided(RouterEngine router) {
    next = (next + 1) & (SESSIONS - 1);
    return ExtensionBenchmark.decided(router.decide(requests[next]));
  }

  /** Takes every span that has ended and sends it nowhere. */
  private static final class Dropped implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
