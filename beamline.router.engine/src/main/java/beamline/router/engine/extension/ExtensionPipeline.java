package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import beamline.router.spi.Telemetry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a policy: pre-processors and validators before the choice, post-processors
 * after it, one after the other in the order of the policy (routing contract 3.7). Safe for
 * concurrent use.
 */
public final class ExtensionPipeline {
  private final ExtensionCaller caller;
  private final Telemetry telemetry;
  private final LongSupplier epochMillis;
  private final int defaultTimeoutMillis;
  private final ExtensionStats stats;

  /**
   * A pipeline over these sources.
   *
   * @param sources asked in this order
   * @param executor where extensions are called
   * @param scheduler where their deadlines run
   * @param defaultTimeoutMillis how long a call may take when the policy does not say
   */
  public ExtensionPipeline(
      List<ExtensionSource> sources,
      Executor executor,
      ScheduledExecutorService scheduler,
      Telemetry telemetry,
      LongSupplier nanoTime,
      LongSupplier epochMillis,
      int defaultTimeoutMillis) {
    this.caller = new ExtensionCaller(sources, executor, scheduler, nanoTime);
    this.telemetry = telemetry;
    this.epochMillis = epochMillis;
    this.defaultTimeoutMillis = defaultTimeoutMillis;
    this.stats = new ExtensionStats(epochMillis);
  }

  /** How the calls went. */
  public ExtensionStats stats() {
    return stats;
  }

  /** Runs pre-processors and validators. The stage never fails. */
  public CompletionStage<Passage> before(
      RouteRequest request, CompiledPolicy policy, StepListener trace) {
    Passage start = new Passage(request, policy, deadline(request, policy), trace);
    List<ExtensionItem> items = new ArrayList<>(policy.model.pre());
    items.addAll(policy.model.validators());
    return run(items.iterator(), start, null);
  }

  /**
   * Runs post-processors; what they add goes into the decision's metadata. The stage never fails.
   */
  public CompletionStage<RouteOutcome> after(
      Passage passage, RouteDecision decision, CompiledPolicy policy, StepListener trace) {
    passage.message.put("decision", decisionTree(decision));
    return run(policy.model.post().iterator(), passage, decision)
        .thenApply(
            done -> {
              RouteRejection refusal = done.refusal;
              if (refusal != null) {
                return refusal;
              }
              Map<String, Object> metadata = new LinkedHashMap<>(done.added);
              metadata.put("executed_extensions", List.copyOf(done.executed));
              return decision.toBuilder().metadata(metadata).build();
            });
  }

  /** Says which extensions would be called, without calling any. */
  public void describe(CompiledPolicy policy, StepListener trace) {
    policy
        .model
        .pre()
        .forEach(item -> trace.step("prepare", "would call pre-processor " + item.id()));
    policy
        .model
        .validators()
        .forEach(item -> trace.step("prepare", "would call validator " + item.id()));
    policy
        .model
        .post()
        .forEach(item -> trace.step("finish", "would call post-processor " + item.id()));
  }

  private CompletionStage<Passage> run(
      java.util.Iterator<ExtensionItem> items, Passage passage, @Nullable RouteDecision decision) {
    while (items.hasNext() && passage.refusal == null) {
      ExtensionItem item = items.next();
      long left = passage.deadlineMillis - epochMillis.getAsLong();
      if (left <= 0) {
        passage.refusal =
            RouteRejection.of(
                ErrorCode.DEADLINE_EXCEEDED,
                "the deadline passed before extension '" + item.id() + "' was called");
        break;
      }
      if (!item.when().test(passage.context)) {
        passage.trace.step(step(item), "extension " + item.id() + " is not for this request");
        continue;
      }
      CompletableFuture<CallResult> call =
          caller.call(item, request(item, passage, left)).toCompletableFuture();
      if (!call.isDone()) {
        return call.thenCompose(
            result -> {
              note(item, result, passage);
              return run(items, passage, decision);
            });
      }
      note(item, call.join(), passage);
    }
    return CompletableFuture.completedFuture(passage);
  }

  private Extension.Request request(ExtensionItem item, Passage passage, long leftMillis) {
    int own = item.timeoutMillis() > 0 ? item.timeoutMillis() : defaultTimeoutMillis;
    return new Extension.Request(
        passage.policy.key.tenantId(),
        passage.policy.key.policyId(),
        passage.request.traceId().orElse(""),
        Map.copyOf(passage.message),
        Map.copyOf(passage.context),
        item.config(),
        Math.min(own, leftMillis));
  }

  private void note(ExtensionItem item, CallResult result, Passage passage) {
    String kind = label(item);
    // a validator that says no works as it should
    stats.called(item.id(), result.reply() != null, result.latencyNanos());
    telemetry.extensionCalled(
        passage.policy.key.tenantId(),
        passage.policy.key.policyId(),
        item.id(),
        kind,
        result.status(),
        result.latencyNanos());
    passage.executed.add(
        Map.of(
            "type", kind,
            "id", item.id(),
            "extension_id", item.id(),
            "status", result.status(),
            "latency_ms", result.latencyNanos() / 1_000_000));
    passage.trace.step(
        step(item), "extension " + item.id() + ": " + (result.ok() ? "ok" : result.message()));
    if (result.ok() && result.reply() instanceof Extension.Reply.Proceed proceed) {
      passage.take(item, proceed);
    } else if (item.onFail() == ExtensionItem.OnFail.BLOCK) {
      passage.refusal = refusal(item, result);
    }
  }

  private static RouteRejection refusal(ExtensionItem item, CallResult result) {
    Map<String, Object> details = new LinkedHashMap<>(result.details());
    details.put("extension_id", item.id());
    ErrorCode code =
        switch (item.kind()) {
          case PRE ->
              result.code() == ErrorCode.EXTENSION_ERROR
                      || result.code() == ErrorCode.VALIDATOR_BLOCKED
                  ? ErrorCode.PRE_PROCESSOR_FAILED
                  : result.code();
          case VALIDATOR -> ErrorCode.VALIDATOR_BLOCKED;
          case POST -> ErrorCode.POST_PROCESSOR_FAILED;
        };
    return RouteRejection.of(code, result.message(), details);
  }

  /**
   * The earlier of the request's own deadline (epoch milliseconds in the context) and the policy's
   * time limit.
   */
  private long deadline(RouteRequest request, CompiledPolicy policy) {
    long deadline = Long.MAX_VALUE;
    if (request.context().get("deadline") instanceof Number given) {
      deadline = given.longValue();
    }
    int limit = policy.model.timeoutMillis();
    return limit > 0 ? Math.min(deadline, epochMillis.getAsLong() + limit) : deadline;
  }

  private static Map<String, Object> decisionTree(RouteDecision decision) {
    return Map.of(
        "provider_id", decision.providerId(),
        "reason", decision.reason().wireName(),
        "priority", decision.priority());
  }

  private static String label(ExtensionItem item) {
    return switch (item.kind()) {
      case PRE -> "pre";
      case VALIDATOR -> "validator";
      case POST -> "post";
    };
  }

  private static String step(ExtensionItem item) {
    return item.kind() == ExtensionItem.Kind.POST ? "finish" : "prepare";
  }

  /** A request on its way through the extensions. Used by one thread at a time. */
  public static final class Passage {
    private final CompiledPolicy policy;
    private final long deadlineMillis;
    private final StepListener trace;
    private final List<Map<String, Object>> executed = new ArrayList<>();
    private final Map<String, Object> context;
    private final Map<String, Object> added = new LinkedHashMap<>();
    private Map<String, Object> message;
    private RouteRequest request;
    private @Nullable RouteRejection refusal;

    private Passage(
        RouteRequest request, CompiledPolicy policy, long deadlineMillis, StepListener trace) {
      this.request = request;
      this.policy = policy;
      this.deadlineMillis = deadlineMillis;
      this.trace = trace;
      this.message = new LinkedHashMap<>(MessageTree.of(request));
      this.context = new LinkedHashMap<>(request.context());
      context.put("tenant_id", policy.key.tenantId());
      context.putIfAbsent("message_type", request.taskType());
    }

    /** The request as the pre-processors left it. */
    public RouteRequest request() {
      return request;
    }

    /** Why it goes no further; null when it does. */
    public @Nullable RouteRejection refusal() {
      return refusal;
    }

    private void take(ExtensionItem item, Extension.Reply.Proceed proceed) {
      Map<String, Object> metadata = new LinkedHashMap<>(proceed.context());
      metadata.remove("tenant_id"); // no extension moves a request to another tenant
      if (item.kind() == ExtensionItem.Kind.POST) {
        added.putAll(metadata);
        return;
      }
      if (proceed.payload().isEmpty() && metadata.isEmpty()) {
        return;
      }
      if (!proceed.payload().isEmpty()) {
        message = new LinkedHashMap<>(proceed.payload());
      }
      context.putAll(metadata);
      request = MessageTree.apply(request, message, metadata);
    }
  }
}
