package beamline.router.engine.provider;

import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.breaker.BreakerListener;
import beamline.router.engine.policy.BreakerModel;
import beamline.router.spi.BreakerState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one provider of one tenant: its breaker, if any policy asked for one, and its
 * measured latency and cost. Shared by all policies of the tenant and kept while policies change.
 * Safe for concurrent use.
 */
public final class ProviderState {
  private static final double NANOS_PER_MILLI = 1e6;

  private final String providerId;
  private final Average latencyMillis = new Average();
  private final Average cost = new Average();
  private volatile @Nullable Breaker breaker;

  /** A provider of which nothing is known yet. */
  public ProviderState(String providerId) {
    this.providerId = providerId;
  }

  /** Which provider. */
  public String providerId() {
    return providerId;
  }

  /** Gives it a breaker, or changes the settings of the one it has. */
  public void watchedBy(BreakerModel settings, BreakerListener listener, long now) {
    Breaker current = breaker;
    if (current == null) {
      breaker = new Breaker(settings, listener, now);
    } else {
      current.reconfigure(settings);
    }
  }

  /** Its breaker, once a policy asked for one. */
  public @Nullable Breaker breaker() {
    return breaker;
  }

  /** No policy names it any more. */
  void dropped() {
    Breaker current = breaker;
    if (current != null) {
      current.dropped();
    }
  }

  /** Its breaker's state. */
  public BreakerState breakerState(long now) {
    Breaker current = breaker;
    return current == null ? BreakerState.CLOSED : current.state(now);
  }

  /** Mean measured latency in milliseconds; {@code NaN} before the first report. */
  public double latencyMillis() {
    return latencyMillis.value();
  }

  /** Mean measured cost; {@code NaN} before the first report. */
  public double cost() {
    return cost.value();
  }

  /** Takes note of what an execution took and cost. */
  public void measured(long latencyNanos, double costOfCall) {
    if (latencyNanos >= 0) {
      latencyMillis.add(latencyNanos / NANOS_PER_MILLI);
    }
    if (!Double.isNaN(costOfCall)) {
      cost.add(costOfCall);
    }
  }
}
