package beamline.router.engine.breaker;

import beamline.router.api.RouterConfig;
import beamline.router.api.RoutingKeys;
import beamline.router.engine.policy.BreakerModel;
import org.jspecify.annotations.Nullable;

/** The breaker of policies that have no breaker block. */
public final class BreakerDefaults {
  private BreakerDefaults() {}

  /** As configured; null when such policies have none. */
  public static @Nullable BreakerModel of(RouterConfig config) {
    if (!config.get(RoutingKeys.BREAKER_ENABLED)) {
      return null;
    }
    return new BreakerModel(
        true,
        config.get(RoutingKeys.BREAKER_FAILURE_THRESHOLD),
        config.get(RoutingKeys.BREAKER_SUCCESS_THRESHOLD),
        Math.toIntExact(config.get(RoutingKeys.BREAKER_OPEN_TIME).toMillis()),
        config.get(RoutingKeys.BREAKER_HALF_OPEN_CALLS),
        config.get(RoutingKeys.BREAKER_ERROR_RATE),
        Math.toIntExact(config.get(RoutingKeys.BREAKER_WINDOW).toSeconds()),
        Math.toIntExact(config.get(RoutingKeys.BREAKER_LATENCY).toMillis()),
        config.get(RoutingKeys.BREAKER_MINIMUM_CALLS));
  }
}
