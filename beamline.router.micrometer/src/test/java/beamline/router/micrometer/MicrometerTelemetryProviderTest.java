package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TelemetryProvider;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrometerTelemetryProviderTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerTelemetryProvider provider = new MicrometerTelemetryProvider();

  @BeforeEach
  void addRegistry() {
    Metrics.addRegistry(registry);
  }

  @AfterEach
  void removeRegistry() {
    Metrics.removeRegistry(registry);
    Metrics.globalRegistry.clear();
  }

  @Test
  void itIsFoundByItsName() {
    // The engine's module declares this use; here the test stands in for it.
    getClass().getModule().addUses(TelemetryProvider.class);
    assertThat(ServiceLoader.load(TelemetryProvider.class))
        .extracting(TelemetryProvider::name)
        .containsExactly("micrometer");
  }

  @Test
  void itCountsIntoTheGlobalRegistry() {
    try (Telemetry telemetry = provider.create(new Context(Map.of()))) {
      telemetry.tenantChecked(true);
    }

    assertThat(registry.get("router_acl_allowed_total").counter().count()).isEqualTo(1);
  }

  @Test
  void tenantsOfTheAllowListAppearUnderTheirName() {
    Context context = new Context(Map.of("tenant-label-allowlist", " acme, initech,"));
    try (Telemetry telemetry = provider.create(context)) {
      telemetry.policy("initech", "default").sticky(true);
      telemetry.policy("umbrella", "default").sticky(true);
    }

    assertThat(registry.get("router_sticky_hits_total").counters())
        .extracting(counter -> counter.getId().getTag("tenant_id"))
        .containsExactlyInAnyOrder("initech", "other");
  }

  @Test
  void anUnknownKeyIsRefused() {
    assertThatThrownBy(() -> provider.create(new Context(Map.of("tenants", "acme"))))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("telemetry.micrometer.tenants")
        .hasMessageContaining("tenant-label-allowlist");
  }

  private record Context(Map<String, String> values) implements ComponentContext {
    @Override
    public ComponentConfig config() {
      return new ComponentConfig("telemetry.micrometer.", values);
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
      throw new UnsupportedOperationException("metrics need no timer");
    }

    @Override
    public Telemetry telemetry() {
      return Telemetry.NONE;
    }
  }
}
