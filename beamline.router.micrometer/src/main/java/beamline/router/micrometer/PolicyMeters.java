package beamline.router.micrometer;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.spi.LimitKey;
import beamline.router.spi.PolicyTelemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/**
 * The meters of one policy. A reason or error code gets its meters when it first occurs, since most
 * never do; after that nothing is looked up and nothing allocated.
 */
@SuppressWarnings("EnumOrdinal") // indexes arrays that live no longer than the process
final class PolicyMeters implements PolicyTelemetry {
  private record Decisions(Counter count, DistributionSummary latency) {}

  private static final int REASONS = DecisionReason.values().length;
  private static final int CODES = ErrorCode.values().length;
  private static final LimitKey.Scope[] SCOPES = LimitKey.Scope.values();

  private final Meters meters;
  private final Function<String, BreakerMeters> breakers;
  private final String tenant;
  private final String policy;
  private final DistributionSummary latency;
  private final AtomicReferenceArray<Decisions> decisions = new AtomicReferenceArray<>(REASONS);
  private final AtomicReferenceArray<Counter> refusals = new AtomicReferenceArray<>(CODES);
  private final Counter fallbacks;
  private final Counter stickyHits;
  private final Counter stickyMisses;
  private final Counter[] limitsAllowed = new Counter[SCOPES.length];
  private final Counter[] limitsExceeded = new Counter[SCOPES.length];

  /**
   * Registers the meters.
   *
   * @param tenant the bounded value of the tenant label
   * @param policy the bounded value of the policy label
   * @param breakers the meters of the breaker of a provider
   */
  PolicyMeters(
      Meters meters, String tenant, String policy, Function<String, BreakerMeters> breakers) {
    this.meters = meters;
    this.breakers = breakers;
    this.tenant = tenant;
    this.policy = policy;
    latency = meters.latency(DecisionMetric.DECIDE_LATENCY, tenant, policy);
    fallbacks = meters.counter(DecisionMetric.FALLBACK_ACTIVATION, tenant, policy);
    stickyHits = meters.counter(DecisionMetric.STICKY_HITS, tenant);
    stickyMisses = meters.counter(DecisionMetric.STICKY_MISSES, tenant);
    meters.alias(
        DecisionMetric.STICKY_SESSIONS,
        stickyHits,
        hits -> hits.count() + stickyMisses.count(),
        tenant);
    for (LimitKey.Scope scope : SCOPES) {
      limitsAllowed[scope.ordinal()] =
          meters.counter(DecisionMetric.RATE_LIMIT_ALLOWED, scope.label(), tenant);
      limitsExceeded[scope.ordinal()] =
          meters.counter(DecisionMetric.RATE_LIMIT_EXCEEDED, scope.label(), tenant);
    }
  }

  @Override
  public boolean wantsLatency() {
    return true;
  }

  @Override
  public void decided(DecisionReason reason, long latencyNanos) {
    Decisions decided = decisions.getAcquire(reason.ordinal());
    if (decided == null) {
      decided = register(reason);
    }
    double millis = Meters.millis(latencyNanos);
    decided.count.increment();
    decided.latency.record(millis);
    latency.record(millis);
    if (reason.isFallback()) {
      fallbacks.increment();
    }
  }

  @Override
  public void refused(ErrorCode code, long latencyNanos) {
    Counter refused = refusals.getAcquire(code.ordinal());
    if (refused == null) {
      refused = register(code);
    }
    refused.increment();
    latency.record(Meters.millis(latencyNanos));
  }

  @Override
  public void sticky(boolean hit) {
    (hit ? stickyHits : stickyMisses).increment();
  }

  @Override
  public void keptAway(String providerId) {
    breakers.apply(providerId).keptAway();
  }

  @Override
  public void limited(LimitKey.Scope scope, boolean allowed) {
    (allowed ? limitsAllowed : limitsExceeded)[scope.ordinal()].increment();
  }

  // Two threads may register at once: the registry gives both the same meter.
  private Decisions register(DecisionReason reason) {
    String name = reason.wireName();
    Decisions registered =
        new Decisions(
            meters.counter(DecisionMetric.POLICY_DECISIONS, tenant, policy, name),
            meters.latency(DecisionMetric.POLICY_DECISION_LATENCY, tenant, policy, name));
    decisions.setRelease(reason.ordinal(), registered);
    return registered;
  }

  private Counter register(ErrorCode code) {
    Counter registered =
        meters.counter(DecisionMetric.DECIDE_REJECTIONS, tenant, policy, code.reason());
    refusals.setRelease(code.ordinal(), registered);
    return registered;
  }
}
