package beamline.router.api;

import java.util.concurrent.CompletionStage;

/**
 * A call from another process that a host answers with the router, such as one over gRPC or HTTP:
 * its metrics and its span are those of the router's telemetry, and what is decided for it belongs
 * to the caller's trace. From {@link RouterEngine#remoteCall}. Safe for concurrent use.
 */
public interface RemoteCall {

  /** Decides as {@link RouterEngine#decideAsync} does, as part of this call. */
  CompletionStage<RouteOutcome> decideAsync(RouteRequest request);

  /**
   * It was answered. Told once; what is told later is ignored.
   *
   * @param status how, in the terms of its protocol, from a bounded set, such as {@code OK} or
   *     {@code RESOURCE_EXHAUSTED}
   */
  void ended(String status);
}
