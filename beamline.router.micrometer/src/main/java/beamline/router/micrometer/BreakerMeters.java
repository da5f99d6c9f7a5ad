package beamline.router.micrometer;

import beamline.router.spi.BreakerState;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of the breakers that share a tenant label and a provider label: of one breaker, or of
 * all that fell together under {@code other}.
 */
final class BreakerMeters {
  private final Meters meters;
  private final String tenant;
  private final String provider;
  private final Map<String, Counter> events = new ConcurrentHashMap<>();

  private final BreakerStates states = new BreakerStates();
  private volatile long lastTransitionMillis;
  private volatile long openUntilMillis;

  // The window of the breaker that took note last; the two may be of neighbouring calls.
  private volatile long windowCalls;
  private volatile long windowFailures;

  BreakerMeters(Meters meters, String tenant, String provider) {
    this.meters = meters;
    this.tenant = tenant;
    this.provider = provider;
    for (BreakerState state : BreakerState.values()) {
      meters.gauge(
          BreakerMetric.BREAKER_STATE,
          this,
          breaker -> breaker.states.code(state),
          tenant,
          provider,
          state.label());
    }
    meters.gauge(
        BreakerMetric.BREAKER_LAST_TRANSITION,
        this,
        breaker -> breaker.lastTransitionMillis / 1e3,
        tenant,
        provider);
    meters.gauge(
        BreakerMetric.BREAKER_TIMEOUT_REMAINING,
        this,
        BreakerMeters::remainingMillis,
        tenant,
        provider);
    meters.gauge(
        BreakerMetric.BREAKER_ERROR_RATE, this, BreakerMeters::errorRate, tenant, provider);
    meters.window(
        BreakerMetric.BREAKER_WINDOW_REQUESTS,
        this,
        breaker -> breaker.windowCalls,
        tenant,
        provider);
    meters.window(
        BreakerMetric.BREAKER_WINDOW_FAILURES,
        this,
        breaker -> breaker.windowFailures,
        tenant,
        provider);
  }

  void recorded(String event, long calls, long failures) {
    windowCalls = calls;
    windowFailures = failures;
    count(event);
  }

  void keptAway() {
    count("fail_fast");
  }

  private void count(String event) {
    Counter counter = events.get(event);
    if (counter == null) {
      counter = meters.counter(BreakerMetric.BREAKER_EVENTS, tenant, provider, event);
      events.put(event, counter);
    }
    counter.increment();
  }

  void changed(BreakerState from, BreakerState to, String trigger) {
    states.changed(from, to);
    lastTransitionMillis = meters.epochMillis();
    meters
        .counter(BreakerMetric.BREAKER_TRANSITIONS, tenant, provider, from.label(), to.label())
        .increment();
    if (to == BreakerState.OPEN) {
      meters.counter(BreakerMetric.BREAKER_TRIGGER_REASON, tenant, provider, trigger).increment();
    }
    if (from == BreakerState.OPEN && to == BreakerState.HALF_OPEN) {
      meters
          .counter(BreakerMetric.BREAKER_TIMEOUT_TRANSITIONS, tenant, provider, "open_to_half_open")
          .increment();
    }
  }

  /** The last change was to open, for so long. */
  void opened(long openNanos) {
    openUntilMillis = meters.epochMillis() + openNanos / 1_000_000;
  }

  private double remainingMillis() {
    return states.anyOpen() ? Math.max(0, openUntilMillis - meters.epochMillis()) : 0;
  }

  private double errorRate() {
    long calls = windowCalls;
    return calls <= 0 ? 0 : Math.min(1, (double) windowFailures / calls);
  }
}
