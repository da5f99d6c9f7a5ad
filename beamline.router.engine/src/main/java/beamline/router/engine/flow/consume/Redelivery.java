package beamline.router.engine.flow.consume;

import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * When a delivery that failed comes again: by the configured schedule, spread so that what failed
 * together does not come back together (routing contract 7.1). Immutable.
 */
public final class Redelivery {
  private final List<Duration> schedule;
  private final int jitterPercent;
  private final DoubleSupplier random;

  /** The configured schedule. */
  public Redelivery(RouterConfig config, DoubleSupplier random) {
    this.schedule = config.get(ResultKeys.CONSUMER_BACKOFF);
    this.jitterPercent = config.get(ResultKeys.CONSUMER_JITTER_PERCENT);
    this.random = random;
  }

  /**
   * The wait after this many deliveries, from 1: an entry of the schedule, half of the percentage
   * less up to half of it more.
   */
  public Duration after(int deliveries) {
    Duration wait =
        schedule.isEmpty()
            ? Duration.ZERO
            : schedule.get(Math.max(0, Math.min(deliveries, schedule.size()) - 1));
    return spread(wait);
  }

  /** The same wait, a little shorter or longer. */
  public Duration spread(Duration wait) {
    double factor = 1 + jitterPercent / 100.0 * (random.getAsDouble() - 0.5);
    return Duration.ofNanos(Math.round(wait.toNanos() * factor));
  }
}
