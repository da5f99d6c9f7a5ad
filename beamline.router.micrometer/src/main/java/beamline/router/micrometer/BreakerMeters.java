package beamline.router.micrometer;

import beamline.router.spi.BreakerState;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The meters of the breakers that share a tenant label and a provider label: of one breaker, or of
 * all that fell together under {@code other}.
 */
final class BreakerMeters {
  private final Meters meters;
  private final String tenant;
  private final String provider;
  private final Map<String, Counter> events = new ConcurrentHashMap<>();

  // How many breakers are in these states; all others are closed.
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger halfOpen = new AtomicInteger();
  private volatile long lastTransitionMillis;

  // The window of the breaker that took note last; the two may be of neighbouring calls.
  private volatile long windowCalls;
  private volatile long windowFailures;

  BreakerMeters(Meters meters, String tenant, String provider) {
    this.meters = meters;
    this.tenant = tenant;
    this.provider = provider;
    for (BreakerState state : BreakerState.values()) {
      meters.gauge(
          RouterMetric.BREAKER_STATE,
          this,
          breaker -> breaker.code(state),
          tenant,
          provider,
          state.label());
    }
    meters.gauge(
        RouterMetric.BREAKER_LAST_TRANSITION,
        this,
        breaker -> breaker.lastTransitionMillis / 1e3,
        tenant,
        provider);
    meters.gauge(RouterMetric.BREAKER_ERROR_RATE, this, BreakerMeters::errorRate, tenant, provider);
    meters.window(
        RouterMetric.BREAKER_WINDOW_REQUESTS,
        this,
        breaker -> breaker.windowCalls,
        tenant,
        provider);
    meters.window(
        RouterMetric.BREAKER_WINDOW_FAILURES,
        this,
        breaker -> breaker.windowFailures,
        tenant,
        provider);
  }

  void recorded(String event, long calls, long failures) {
    windowCalls = calls;
    windowFailures = failures;
    Counter counter = events.get(event);
    if (counter == null) {
      counter = meters.counter(RouterMetric.BREAKER_EVENTS, tenant, provider, event);
      events.put(event, counter);
    }
    counter.increment();
  }

  void changed(BreakerState from, BreakerState to, String trigger) {
    count(from, -1);
    count(to, 1);
    lastTransitionMillis = meters.epochMillis();
    meters
        .counter(RouterMetric.BREAKER_TRANSITIONS, tenant, provider, from.label(), to.label())
        .increment();
    if (to == BreakerState.OPEN) {
      meters.counter(RouterMetric.BREAKER_TRIGGER_REASON, tenant, provider, trigger).increment();
    }
    if (from == BreakerState.OPEN && to == BreakerState.HALF_OPEN) {
      meters
          .counter(RouterMetric.BREAKER_TIMEOUT_TRANSITIONS, tenant, provider, "open_to_half_open")
          .increment();
    }
  }

  private void count(BreakerState state, int change) {
    switch (state) {
      case OPEN -> open.addAndGet(change);
      case HALF_OPEN -> halfOpen.addAndGet(change);
      case CLOSED -> {}
    }
  }

  // The codes of the contract; its alerts compare with them.
  private double code(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case OPEN -> open.get() > 0 ? 1 : 0;
      case HALF_OPEN -> halfOpen.get() > 0 ? 2 : 0;
    };
  }

  private double errorRate() {
    long calls = windowCalls;
    return calls <= 0 ? 0 : Math.min(1, (double) windowFailures / calls);
  }
}
