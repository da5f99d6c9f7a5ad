package beamline.router.spi;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterComponent;
import beamline.router.api.admin.Health;

/**
 * What happened, as typed events; bindings turn them into metrics and spans. Every method does
 * nothing by default, must not block and must not throw. New events are added as methods with such
 * a default.
 */
public interface Telemetry extends RouterComponent {
  /** Nobody listens. */
  Telemetry NONE = new Telemetry() {};

  /**
   * Where the decisions of a policy are told. Asked once when a policy is loaded, so that the
   * decision path looks nothing up.
   */
  default PolicyTelemetry policy(String tenantId, String policyId) {
    return PolicyTelemetry.NONE;
  }

  /** Where the messages of a node are told. Asked once. */
  default FlowTelemetry flows() {
    return FlowTelemetry.NONE;
  }

  /** Where a transport tells of its connection. Asked once. */
  default TransportTelemetry transport() {
    return TransportTelemetry.NONE;
  }

  /** Where the spans of a node are begun. Asked once. */
  default Tracing tracing() {
    return Tracing.NONE;
  }

  /**
   * A call from another process began.
   *
   * @param protocol such as {@code grpc}
   * @param method the method or route that is called, from a bounded set
   */
  default void callBegan(String protocol, String method) {}

  /**
   * A call from another process was answered.
   *
   * @param status how, in the terms of its protocol, from a bounded set
   */
  default void callEnded(String protocol, String method, String status, long latencyNanos) {}

  /**
   * A request was refused before a policy was found.
   *
   * @param latencyNanos how long it took, in nanoseconds
   */
  default void refused(ErrorCode code, long latencyNanos) {}

  /** The list of tenants let a tenant through, or not. Without a list nothing is checked. */
  default void tenantChecked(boolean allowed) {}

  /**
   * An execution was reported and its breaker took note.
   *
   * @param event {@code success} or {@code failure}
   * @param windowCalls calls in the breaker's window
   * @param windowFailures failures in the breaker's window
   */
  default void breakerRecorded(
      String tenantId, String providerId, String event, long windowCalls, long windowFailures) {}

  /**
   * A breaker changed its state. Breakers start closed; one that is dropped with its policy is told
   * as a change to closed, so that nobody counts it as open for ever.
   *
   * @param trigger why, such as {@code failure_threshold_exceeded}
   */
  default void breakerChanged(
      String tenantId, String providerId, BreakerState from, BreakerState to, String trigger) {}

  /**
   * A breaker opened and lets nothing through for a while; told after {@link #breakerChanged}.
   *
   * @param openNanos for how long
   */
  default void breakerOpened(String tenantId, String providerId, long openNanos) {}

  /**
   * A policy was read from its store.
   *
   * @param source the name of the store
   * @param usable whether it had no problems
   * @param loadNanos how long reading and compiling took
   */
  default void policyLoaded(
      String tenantId, String policyId, String source, boolean usable, long loadNanos) {}

  /** How many policies are compiled, after a change. */
  default void policiesHeld(int count) {}

  /** A policy was looked for in the snapshot, and found or not. */
  default void policyLookup(boolean hit) {}

  /**
   * An extension was called.
   *
   * @param kind {@code pre}, {@code validator} or {@code post}
   * @param status {@code ok}, {@code refused}, {@code timeout}, {@code unavailable} or {@code
   *     error}
   */
  default void extensionCalled(
      String tenantId,
      String policyId,
      String extensionId,
      String kind,
      String status,
      long latencyNanos) {}

  /** A call of an extension had no answer in time and was tried again, so often. */
  default void extensionRetried(String extensionId, int retries) {}

  /** A registered version of an extension serves a call. */
  default void extensionVersionCalled(String extensionId, String version) {}

  /** A call, or another try of it, goes to an instance of an extension. */
  default void extensionInstanceCalled(String extensionId, String instanceId) {}

  /** An instance of an extension is known from now on, or does well or not from now on. */
  default void extensionInstanceJudged(String extensionId, String instanceId, boolean well) {}

  /**
   * The breaker of an extension changed its state; it starts closed.
   *
   * @param trigger why, as in {@link #breakerChanged}
   */
  default void extensionBreakerChanged(
      String extensionId, BreakerState from, BreakerState to, String trigger) {}

  /**
   * The registered extensions were read from their store, or could not be.
   *
   * @param registered how many there are, as far as it is known
   */
  default void extensionsRead(boolean read, int registered) {}

  /** Somebody asked how the router is, and this was the answer. */
  default void healthAsked(Health health) {}

  /**
   * A message that was published best effort was dropped, because a subscription was too slow.
   *
   * @param subject the subject of the subscription, wildcards included
   */
  default void messageDropped(String subject) {}
}
