package beamline.router.spi;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;

/**
 * What happened under one policy. Called on the decision path: no lookups, no allocation, no
 * blocking.
 */
public interface PolicyTelemetry {
  /** Nobody listens. */
  PolicyTelemetry NONE = new PolicyTelemetry() {};

  /** Whether latencies are wanted; when not, the engine does not read the clock a second time. */
  default boolean wantsLatency() {
    return false;
  }

  /**
   * A request was decided.
   *
   * @param latencyNanos how long it took, in nanoseconds; 0 when no latencies are wanted
   */
  default void decided(DecisionReason reason, long latencyNanos) {}

  /** A request was refused. */
  default void refused(ErrorCode code, long latencyNanos) {}

  /** A session was pinned to a provider that can be used, or not. */
  default void sticky(boolean hit) {}

  /** A breaker kept a call away from a provider that else might have been chosen. */
  default void keptAway(String providerId) {}

  /** A limit was asked. */
  default void limited(LimitKey.Scope scope, boolean allowed) {}
}
