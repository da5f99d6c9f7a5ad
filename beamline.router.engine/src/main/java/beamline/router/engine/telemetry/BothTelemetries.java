package beamline.router.engine.telemetry;

import beamline.router.api.ErrorCode;
import beamline.router.api.admin.Health;
import beamline.router.spi.BreakerState;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.PolicyTelemetry;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import beamline.router.spi.TransportTelemetry;

/** What happened, told to two. They stay those of who made them. */
final class BothTelemetries implements Telemetry {
  private final Telemetry first;
  private final Telemetry second;

  private BothTelemetries(Telemetry first, Telemetry second) {
    this.first = first;
    this.second = second;
  }

  static Telemetry of(Telemetry first, Telemetry second) {
    if (first == Telemetry.NONE) {
      return second;
    }
    return second == Telemetry.NONE ? first : new BothTelemetries(first, second);
  }

  @Override
  public PolicyTelemetry policy(String tenantId, String policyId) {
    return BothPolicies.of(first.policy(tenantId, policyId), second.policy(tenantId, policyId));
  }

  @Override
  public FlowTelemetry flows() {
    return BothFlows.of(first.flows(), second.flows());
  }

  @Override
  public TransportTelemetry transport() {
    return BothTransports.of(first.transport(), second.transport());
  }

  /** A span has one parent: the first that traces does. */
  @Override
  public Tracing tracing() {
    Tracing tracing = first.tracing();
    return tracing == Tracing.NONE ? second.tracing() : tracing;
  }

  @Override
  public void callBegan(String protocol, String method) {
    first.callBegan(protocol, method);
    second.callBegan(protocol, method);
  }

  @Override
  public void callEnded(String protocol, String method, String status, long latencyNanos) {
    first.callEnded(protocol, method, status, latencyNanos);
    second.callEnded(protocol, method, status, latencyNanos);
  }

  @Override
  public void refused(ErrorCode code, long latencyNanos) {
    first.refused(code, latencyNanos);
    second.refused(code, latencyNanos);
  }

  @Override
  public void tenantChecked(boolean allowed) {
    first.tenantChecked(allowed);
    second.tenantChecked(allowed);
  }

  @Override
  public void breakerRecorded(
      String tenantId, String providerId, String event, long windowCalls, long windowFailures) {
    first.breakerRecorded(tenantId, providerId, event, windowCalls, windowFailures);
    second.breakerRecorded(tenantId, providerId, event, windowCalls, windowFailures);
  }

  @Override
  public void breakerChanged(
      String tenantId, String providerId, BreakerState from, BreakerState to, String trigger) {
    first.breakerChanged(tenantId, providerId, from, to, trigger);
    second.breakerChanged(tenantId, providerId, from, to, trigger);
  }

  @Override
  public void breakerOpened(String tenantId, String providerId, long openNanos) {
    first.breakerOpened(tenantId, providerId, openNanos);
    second.breakerOpened(tenantId, providerId, openNanos);
  }

  @Override
  public void policyLoaded(
      String tenantId, String policyId, String source, boolean usable, long loadNanos) {
    first.policyLoaded(tenantId, policyId, source, usable, loadNanos);
    second.policyLoaded(tenantId, policyId, source, usable, loadNanos);
  }

  @Override
  public void policiesHeld(int count) {
    first.policiesHeld(count);
    second.policiesHeld(count);
  }

  @Override
  public void policyLookup(boolean hit) {
    first.policyLookup(hit);
    second.policyLookup(hit);
  }

  @Override
  public void extensionCalled(
      String tenantId,
      String policyId,
      String extensionId,
      String kind,
      String status,
      long latencyNanos) {
    first.extensionCalled(tenantId, policyId, extensionId, kind, status, latencyNanos);
    second.extensionCalled(tenantId, policyId, extensionId, kind, status, latencyNanos);
  }

  @Override
  public void extensionRetried(String extensionId, int retries) {
    first.extensionRetried(extensionId, retries);
    second.extensionRetried(extensionId, retries);
  }

  @Override
  public void extensionVersionCalled(String extensionId, String version) {
    first.extensionVersionCalled(extensionId, version);
    second.extensionVersionCalled(extensionId, version);
  }

  @Override
  public void extensionInstanceCalled(String extensionId, String instanceId) {
    first.extensionInstanceCalled(extensionId, instanceId);
    second.extensionInstanceCalled(extensionId, instanceId);
  }

  @Override
  public void extensionInstanceJudged(String extensionId, String instanceId, boolean well) {
    first.extensionInstanceJudged(extensionId, instanceId, well);
    second.extensionInstanceJudged(extensionId, instanceId, well);
  }

  @Override
  public void extensionBreakerChanged(
      String extensionId, BreakerState from, BreakerState to, String trigger) {
    first.extensionBreakerChanged(extensionId, from, to, trigger);
    second.extensionBreakerChanged(extensionId, from, to, trigger);
  }

  @Override
  public void extensionsRead(boolean read, int registered) {
    first.extensionsRead(read, registered);
    second.extensionsRead(read, registered);
  }

  @Override
  public void healthAsked(Health health) {
    first.healthAsked(health);
    second.healthAsked(health);
  }

  @Override
  public void messageDropped(String subject) {
    first.messageDropped(subject);
    second.messageDropped(subject);
  }
}
