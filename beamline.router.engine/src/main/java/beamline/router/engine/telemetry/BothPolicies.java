package beamline.router.engine.telemetry;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.spi.LimitKey;
import beamline.router.spi.PolicyTelemetry;

/** What happened under a policy, told to two. */
final class BothPolicies implements PolicyTelemetry {
  private final PolicyTelemetry first;
  private final PolicyTelemetry second;

  private BothPolicies(PolicyTelemetry first, PolicyTelemetry second) {
    this.first = first;
    this.second = second;
  }

  static PolicyTelemetry of(PolicyTelemetry first, PolicyTelemetry second) {
    if (first == PolicyTelemetry.NONE) {
      return second;
    }
    return second == PolicyTelemetry.NONE ? first : new BothPolicies(first, second);
  }

  @Override
  public boolean wantsLatency() {
    return first.wantsLatency() || second.wantsLatency();
  }

  @Override
  public void decided(DecisionReason reason, long latencyNanos) {
    first.decided(reason, latencyNanos);
    second.decided(reason, latencyNanos);
  }

  @Override
  public void refused(ErrorCode code, long latencyNanos) {
    first.refused(code, latencyNanos);
    second.refused(code, latencyNanos);
  }

  @Override
  public void sticky(boolean hit) {
    first.sticky(hit);
    second.sticky(hit);
  }

  @Override
  public void keptAway(String providerId) {
    first.keptAway(providerId);
    second.keptAway(providerId);
  }

  @Override
  public void limited(LimitKey.Scope scope, boolean allowed) {
    first.limited(scope, allowed);
    second.limited(scope, allowed);
  }
}
