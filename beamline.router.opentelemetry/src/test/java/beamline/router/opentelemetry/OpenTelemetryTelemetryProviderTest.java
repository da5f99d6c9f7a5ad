package beamline.router.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Span;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TelemetryProvider;
import beamline.router.spi.Tracing;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTelemetryProviderTest {
  private final OpenTelemetryTelemetryProvider provider = new OpenTelemetryTelemetryProvider();

  @AfterEach
  void forgetTheSdk() {
    GlobalOpenTelemetry.resetForTest();
  }

  @Test
  void itIsFoundByItsName() {
    // The engine's module declares this use; here the test stands in for it.
    getClass().getModule().addUses(TelemetryProvider.class);
    assertThat(ServiceLoader.load(TelemetryProvider.class))
        .extracting(TelemetryProvider::name)
        .containsExactly("opentelemetry");
  }

  @Test
  void withoutAGlobalSdkNothingIsTracedAndNoneIsSet() {
    assertThat(tracing(Map.of())).isSameAs(Tracing.NONE);
    assertThat(GlobalOpenTelemetry.isSet()).isFalse();
  }

  @Test
  void theGlobalSdkIsAskedAsOftenAsTheStrategySays() {
    SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
            .build();
    GlobalOpenTelemetry.set(OpenTelemetrySdk.builder().setTracerProvider(tracers).build());
    assertThat(isRecorded(Map.of())).isTrue();
    assertThat(isRecorded(Map.of("sampling-strategy", "always", "sampling-rate", "0"))).isTrue();
    assertThat(isRecorded(Map.of("sampling-strategy", "never"))).isFalse();
    assertThat(isRecorded(Map.of("sampling-strategy", "probabilistic", "sampling-rate", "0")))
        .isFalse();
    assertThat(tracing(Map.of("enabled", "false"))).isSameAs(Tracing.NONE);
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    assertThatThrownBy(() -> tracing(Map.of("sampling-rate", "2")))
        .isInstanceOf(RouterException.class)
        .hasMessage("telemetry.opentelemetry.sampling-rate is '2', must be a number from 0 to 1");
    assertThatThrownBy(() -> tracing(Map.of("sampling-strategy", "often")))
        .hasMessageContaining("'often', must be always, never or probabilistic");
    assertThatThrownBy(() -> tracing(Map.of("sampler", "always")))
        .hasMessageContaining("unknown key telemetry.opentelemetry.sampler");
  }

  private boolean isRecorded(Map<String, String> values) {
    return tracing(values).begin("route", Span.Kind.INTERNAL).isRecording();
  }

  private Tracing tracing(Map<String, String> values) {
    return provider.create(new Context(values)).tracing();
  }

  private record Context(Map<String, String> values) implements ComponentContext {
    @Override
    public ComponentConfig config() {
      return new ComponentConfig("telemetry.opentelemetry.", values);
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public long epochMillis() {
      return 0;
    }

    @Override
    public Executor executor() {
      return Runnable::run;
    }

    @Override
    public ScheduledExecutorService scheduler() {
      throw new UnsupportedOperationException("spans need no timer");
    }

    @Override
    public Telemetry telemetry() {
      return Telemetry.NONE;
    }
  }
}
