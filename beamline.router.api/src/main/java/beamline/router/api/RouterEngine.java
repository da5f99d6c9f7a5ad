package beamline.router.api;

import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.DiscoveryReport;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.policy.Policies;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Answers "who executes this task?" under the tenant's policy. Safe for concurrent use by any
 * number of threads.
 *
 * <pre>{@code
 * try (RouterEngine router = RouterEngine.builder().config(RouterConfig.load()).build()) {
 *   router.policies().put(PolicyDocument.of("acme", "default", json));
 *   RouteOutcome outcome = router.decide(RouteRequest.builder("acme", "text.generate").build());
 *   if (outcome instanceof RouteDecision decision) {
 *     run(decision.providerId());
 *   } else if (outcome instanceof RouteRejection rejection) {
 *     refuse(rejection.code(), rejection.message());
 *   }
 * }
 * }</pre>
 *
 * <p>A refusal that the policy, a limit or the request explains is a {@link RouteRejection}, never
 * an exception. A fault of the engine or the host is a {@link RouterException}.
 */
public interface RouterEngine extends AutoCloseable {

  /** Starts building an engine. */
  static RouterEngineBuilder builder() {
    return new RouterEngineBuilder();
  }

  /**
   * Decides in the calling thread. Takes no lock and blocks on nothing, unless the policy has
   * extensions: then it waits for them, each within its deadline; or the tenant has a budget: then
   * it may wait until the tenant store has lent a part of it.
   */
  RouteOutcome decide(RouteRequest request);

  /**
   * Decides without ever blocking the caller; extensions run asynchronously. The stage never fails
   * for an expected refusal. What follows it may run on the thread on which the last extension
   * answered, such as one of the transport: it must not block, as {@link #decide} may.
   */
  CompletionStage<RouteOutcome> decideAsync(RouteRequest request);

  /**
   * Decides a request of the wire and gives the reply to send back: the whole intake without a
   * transport. Never fails on bad input: whatever the bytes are, the stage completes with a reply.
   * A decision has the request's content type; so has a refusal where that type can express one,
   * else it is JSON.
   */
  CompletionStage<WireMessage> exchange(WireMessage request);

  /**
   * Tells that a call from another process has come, which this router will help to answer. Costs
   * nothing when nobody listens.
   *
   * @param protocol how it came, such as {@code grpc}; names its span
   * @param method what is called, from a bounded set, such as {@code
   *     beamline.flow.v1.Router/Decide}
   * @param headers those of the call, with names in lower case: the caller's trace is in {@code
   *     traceparent} and {@code tracestate} (W3C Trace Context)
   */
  RemoteCall remoteCall(String protocol, String method, Map<String, String> headers);

  /**
   * Decides without effects (no limit is taken, no pin written, no breaker probe used, no extension
   * called) and tells every step, candidate, exclusion and the draw.
   */
  Explanation explain(RouteRequest request);

  /**
   * Decides again from recorded inputs instead of the live state. The same policy revision, request
   * and inputs give the same outcome, bit for bit. Has no effects.
   *
   * @throws RouterException with {@link ErrorCode#POLICY_NOT_FOUND} when the policy revision of the
   *     inputs is not the current one and is no longer kept by the policy store
   */
  Explanation replay(RouteRequest request, DecisionInputs inputs);

  /**
   * Tells how an execution ended: settles what its decision reserved of budgets, and feeds the
   * provider's breaker and its latency and cost averages. A second report of the same reservation
   * changes nothing, on the engine that made it; any other does not know it, and there each report
   * counts, as one without a reservation does. Never blocks.
   */
  void report(ExecutionReport report);

  /**
   * The policies: read, check, change.
   *
   * @throws RouterException with {@link ErrorCode#SERVICE_DOWN} when the engine is closed
   */
  Policies policies();

  /** What an operator may change at run time; effective at once. */
  RouterControls controls();

  /**
   * The same controls for a program that follows settings while it runs: what is changed here is
   * done by {@code configuration} in the audit log, not by {@code host}.
   */
  RouterControls controlsByConfiguration();

  /** The router as the host itself administers it: it may do everything, and is audited. */
  Administration administration();

  /**
   * The router as the owner of these credentials may administer it.
   *
   * @throws RouterException with {@link ErrorCode#UNAUTHENTICATED} when they are nobody's
   */
  Administration administration(Credentials credentials);

  /** The state of the engine and of each component. Cheap enough for a probe every second. */
  Health health();

  /** Which components were found, chosen, refused, and why. */
  DiscoveryReport discovery();

  /** Connects the transport, if one is configured, and starts to serve. Idempotent. */
  void start();

  /**
   * Refuses new decisions and waits for those under way.
   *
   * @return whether all had ended within the time
   */
  boolean drain(Duration timeout);

  /**
   * Drains for a short, configured time and closes what the engine created. Idempotent; never
   * throws.
   */
  @Override
  void close();
}
