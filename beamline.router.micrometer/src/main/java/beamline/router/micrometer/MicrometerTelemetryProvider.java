package beamline.router.micrometer;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TelemetryProvider;
import io.micrometer.core.instrument.Metrics;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The provider {@code micrometer}, for hosts that only put this module on their path: it counts
 * into Micrometer's own global registry, {@link Metrics#globalRegistry}, to which such a host has
 * added its registries. A host that has its registry at hand passes {@link
 * MicrometerTelemetry#bindTo} to the engine's builder instead.
 *
 * <p>Understands {@code tenant-label-allowlist} (names, separated by commas), {@code buckets},
 * {@code max-policies}, {@code max-providers} and {@code max-extensions}.
 */
public final class MicrometerTelemetryProvider implements TelemetryProvider {
  private static final String TENANTS = "tenant-label-allowlist";
  private static final String BUCKETS = "buckets";
  private static final String MAX_POLICIES = "max-policies";
  private static final String MAX_PROVIDERS = "max-providers";
  private static final String MAX_EXTENSIONS = "max-extensions";
  private static final int MOST = 100_000;

  /** For the service loader. */
  public MicrometerTelemetryProvider() {}

  @Override
  public String name() {
    return "micrometer";
  }

  @Override
  public Telemetry create(ComponentContext context) {
    ComponentConfig config = context.config();
    config.onlyKnown(Set.of(TENANTS, BUCKETS, MAX_POLICIES, MAX_PROVIDERS, MAX_EXTENSIONS));
    return MicrometerTelemetry.builder(Metrics.globalRegistry)
        .tenantLabels(names(config.text(TENANTS).orElse("")))
        .buckets(config.flag(BUCKETS, true))
        .maxPolicies((int) config.number(MAX_POLICIES, 200, 0, MOST))
        .maxProviders((int) config.number(MAX_PROVIDERS, 200, 0, MOST))
        .maxExtensions((int) config.number(MAX_EXTENSIONS, 100, 0, MOST))
        .build();
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
