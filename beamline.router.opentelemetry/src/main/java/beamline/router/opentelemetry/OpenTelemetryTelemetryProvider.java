package beamline.router.opentelemetry;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TelemetryProvider;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.Set;

/**
 * The provider {@code opentelemetry}, for hosts that only put this module on their path: it begins
 * spans with OpenTelemetry's own global instance, {@link GlobalOpenTelemetry}, which such a host or
 * its agent has set before the engine is built; where nobody did, nothing is traced. A host that
 * has its SDK at hand passes {@link OpenTelemetryTelemetry#bindTo} to the engine's builder instead.
 *
 * <p>Understands {@code enabled}, {@code sampling-strategy} ({@code always}, {@code never} or
 * {@code probabilistic}) and {@code sampling-rate}, the share that the probabilistic one records.
 */
public final class OpenTelemetryTelemetryProvider implements TelemetryProvider {
  private static final String ENABLED = "enabled";
  private static final String STRATEGY = "sampling-strategy";
  private static final String RATE = "sampling-rate";

  /** For the service loader. */
  public OpenTelemetryTelemetryProvider() {}

  @Override
  public String name() {
    return "opentelemetry";
  }

  @Override
  public Telemetry create(ComponentContext context) {
    ComponentConfig config = context.config();
    config.onlyKnown(Set.of(ENABLED, STRATEGY, RATE));
    double share = share(config);
    return config.flag(ENABLED, true)
        ? OpenTelemetryTelemetry.builder(GlobalOpenTelemetry.getOrNoop())
            .sampledShare(share)
            .build()
        : Telemetry.NONE;
  }

  private static double share(ComponentConfig config) {
    double rate = rate(config);
    String strategy = config.text(STRATEGY).orElse("always");
    return switch (strategy) {
      case "always" -> 1;
      case "never" -> 0;
      case "probabilistic" -> rate;
      default -> throw config.invalid(STRATEGY, strategy, "always, never or probabilistic");
    };
  }

  private static double rate(ComponentConfig config) {
    String text = config.text(RATE).orElse("1");
    try {
      double rate = Double.parseDouble(text);
      if (rate >= 0 && rate <= 1) {
        return rate;
      }
    } catch (NumberFormatException e) {
      throw config.invalid(RATE, text, "a number from 0 to 1");
    }
    throw config.invalid(RATE, text, "a number from 0 to 1");
  }
}
