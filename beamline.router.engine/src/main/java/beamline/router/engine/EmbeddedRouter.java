package beamline.router.engine;

import beamline.router.api.DecisionInputs;
import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.Explanation;
import beamline.router.api.LogEvent;
import beamline.router.api.RemoteCall;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.WireMessage;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.DiscoveryReport;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.policy.Policies;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.flow.Flows;
import beamline.router.engine.telemetry.RemoteCalls;
import beamline.router.spi.Span;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as a host sees it: hands each call to the part that knows. */
final class EmbeddedRouter implements RouterEngine {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRouter.class);
  private static final RouteRejection NOT_SERVING =
      RouteRejection.of(ErrorCode.SERVICE_DOWN, "the router is draining or closed");

  private enum Life {
    BUILT,
    STARTED,
    DRAINING,
    CLOSED
  }

  private final EngineParts parts;
  private final Administration host;
  private final HealthCheck healthCheck;
  private final RemoteCalls remoteCalls;
  private final AtomicReference<Life> life = new AtomicReference<>(Life.BUILT);

  /** Held while the flows are started, and to end the life in which they may be. */
  private final ReentrantLock starting = new ReentrantLock();

  private volatile boolean serving = true;

  EmbeddedRouter(EngineParts parts, boolean failsOpen) {
    this.parts = parts;
    this.host = parts.administrations().host();
    this.healthCheck = new HealthCheck(parts, failsOpen);
    this.remoteCalls = parts.remoteCalls();
  }

  @Override
  public RouteOutcome decide(RouteRequest request) {
    Objects.requireNonNull(request, "request");
    return serving ? parts.decider().decide(request) : NOT_SERVING;
  }

  @Override
  public CompletionStage<RouteOutcome> decideAsync(RouteRequest request) {
    Objects.requireNonNull(request, "request");
    if (!serving) {
      return CompletableFuture.completedFuture(NOT_SERVING);
    }
    return parts.decider().decideAsync(request);
  }

  @Override
  public CompletionStage<WireMessage> exchange(WireMessage request) {
    return parts.intake().exchange(Objects.requireNonNull(request, "request"), this::decideAsync);
  }

  @Override
  public RemoteCall remoteCall(String protocol, String method, Map<String, String> headers) {
    return remoteCalls.begin(
        Objects.requireNonNull(protocol, "protocol"),
        Objects.requireNonNull(method, "method"),
        Objects.requireNonNull(headers, "headers"),
        this::decideAsync);
  }

  private CompletionStage<RouteOutcome> decideAsync(RouteRequest request, Span parent) {
    Objects.requireNonNull(request, "request");
    return serving
        ? parts.decider().decideAsync(request, parent)
        : CompletableFuture.completedFuture(NOT_SERVING);
  }

  @Override
  public Explanation explain(RouteRequest request) {
    requireOpen();
    return parts.decider().explain(Objects.requireNonNull(request, "request"));
  }

  @Override
  public Explanation replay(RouteRequest request, DecisionInputs inputs) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(inputs, "inputs");
    requireOpen();
    CompiledPolicy policy = parts.catalogue().find(request.tenantId(), request.policyId());
    if (policy == null || policy.revision != inputs.policyRevision()) {
      policy =
          parts
              .catalogue()
              .former(request.tenantId(), request.policyId(), inputs.policyRevision())
              .orElseThrow(() -> noSuchRevision(request, inputs.policyRevision()));
    }
    return parts.decider().replay(request, policy, inputs);
  }

  private static RouterException noSuchRevision(RouteRequest request, long revision) {
    return new RouterException(
        ErrorCode.POLICY_NOT_FOUND,
        "policy "
            + request.tenantId()
            + "/"
            + request.policyId()
            + " has no revision "
            + revision
            + " any more");
  }

  @Override
  public void report(ExecutionReport report) {
    parts.reports().take(Objects.requireNonNull(report, "report"));
  }

  @Override
  public Policies policies() {
    return administration().policies();
  }

  private void requireOpen() {
    if (life.get() == Life.CLOSED) {
      throw new RouterException(ErrorCode.SERVICE_DOWN, "the router is closed");
    }
  }

  @Override
  public RouterControls controls() {
    return host.controls();
  }

  @Override
  public RouterControls controlsByConfiguration() {
    return parts.administrations().configuration().controls();
  }

  @Override
  public Administration administration() {
    requireOpen();
    return host;
  }

  @Override
  public Administration administration(Credentials credentials) {
    Objects.requireNonNull(credentials, "credentials");
    requireOpen();
    return parts.administrations().of(credentials);
  }

  @Override
  public Health health() {
    return healthCheck.health(serving, life.get() == Life.STARTED);
  }

  @Override
  public DiscoveryReport discovery() {
    return parts.components().report();
  }

  @Override
  public void start() {
    if (life.compareAndSet(Life.BUILT, Life.STARTED)) {
      parts.audit().start();
      parts.tenantReading().whenDone(this::startFlows);
    } else if (life.get() != Life.STARTED) {
      throw new RouterException(
          ErrorCode.SERVICE_DOWN, "the router is draining or closed and cannot be started");
    }
  }

  /** What a node takes it must be able to decide and to charge, and other nodes may be. */
  private void startFlows() {
    Flows flows = parts.flows();
    starting.lock();
    try {
      if (flows != null && life.get() == Life.STARTED) {
        flows.start();
      }
    } finally {
      starting.unlock();
    }
  }

  /** After this no flow is started; returns what it was until now. */
  private Life end(Life last) {
    starting.lock();
    try {
      return life.getAndUpdate(now -> now == Life.CLOSED ? now : last);
    } finally {
      starting.unlock();
    }
  }

  @Override
  public boolean drain(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout");
    serving = false;
    end(Life.DRAINING);
    return finish(timeout);
  }

  private boolean finish(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    Flows flows = parts.flows();
    boolean drained = flows == null || flows.drain(timeout);
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    return parts.inFlight().awaitNone(left) && drained;
  }

  @Override
  public void close() {
    serving = false;
    if (end(Life.CLOSED) == Life.CLOSED) {
      return;
    }
    parts.policies().close();
    if (!finish(parts.drainTimeout())) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.CLOSED_UNDER_WAY)
          .log("closing while decisions or messages are still under way");
    }
    parts.extensions().close();
    parts.tenantReading().close();
    parts.tenants().close();
    parts.catalogue().close();
    parts.audit().close();
    parts.components().close();
  }
}
