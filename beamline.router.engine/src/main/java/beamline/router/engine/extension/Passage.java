package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.engine.policy.ExtensionItem.Kind;
import beamline.router.spi.Extension;
import beamline.router.spi.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request on its way through the extensions of its policy. Used by one thread at a time. */
public final class Passage {
  /** What no extension changes: whose request it is, and under which policy. */
  private static final Set<String> FIXED = Set.of("tenant_id", "policy_id");

  private final CompiledPolicy policy;
  private final long startMillis;
  private final StepListener trace;
  private final List<Map<String, Object>> executed = new ArrayList<>();
  private final Map<String, Object> context;
  private final Map<String, Object> added = new LinkedHashMap<>();
  private final RouteRequest original;
  private Map<String, Object> message;
  private RouteRequest request;
  private @Nullable RouteRejection refusal;

  Passage(RouteRequest request, CompiledPolicy policy, long startMillis, StepListener trace) {
    this.original = request;
    this.request = request;
    this.policy = policy;
    this.startMillis = startMillis;
    this.trace = trace;
    this.message = MessageTree.of(request);
    this.context = new LinkedHashMap<>(request.context());
    context.put("tenant_id", policy.key.tenantId());
    context.put("policy_id", policy.key.policyId());
    context.put("message_type", request.taskType());
  }

  /** The request as the pre-processors left it. */
  public RouteRequest request() {
    return request;
  }

  /** The span below which its extensions are called. */
  Span span() {
    return trace.span();
  }

  /** Why it goes no further; null when it does. */
  public @Nullable RouteRejection refusal() {
    return refusal;
  }

  /** A refusal of this request that lists what was called before. */
  public RouteRejection listed(RouteRejection rejection) {
    if (executed.isEmpty()) {
      return rejection;
    }
    Map<String, Object> details = new LinkedHashMap<>(rejection.details());
    details.put("executed_extensions", List.copyOf(executed));
    RouteRejection listed = RouteRejection.of(rejection.code(), rejection.message(), details);
    return rejection.retryAfter().map(listed::retryAfter).orElse(listed);
  }

  CompiledPolicy policy() {
    return policy;
  }

  void refuse(RouteRejection rejection) {
    refusal = listed(rejection);
  }

  /** What became of the request for which this was decided. */
  RouteOutcome outcome(RouteDecision decision) {
    if (refusal != null) {
      return refusal;
    }
    Map<String, Object> metadata = new LinkedHashMap<>(added);
    metadata.put("executed_extensions", List.copyOf(executed));
    return decision.toBuilder()
        .metadata(metadata)
        .request(request == original ? null : request)
        .build();
  }

  /**
   * How long there is till the earlier of the deadline in the context (epoch milliseconds) and the
   * policy's time limit.
   */
  long millisLeft(long nowMillis) {
    long deadline =
        context.get("deadline") instanceof Number given ? given.longValue() : Long.MAX_VALUE;
    int limit = policy.model.timeoutMillis();
    return limit > 0 ? Math.min(deadline, startMillis + limit) - nowMillis : deadline - nowMillis;
  }

  boolean concerns(ExtensionItem item) {
    return item.when().test(context);
  }

  Extension.Request request(ExtensionItem item, long timeoutMillis) {
    return new Extension.Request(
        policy.key.tenantId(),
        policy.key.policyId(),
        request.traceId().orElse(""),
        Map.copyOf(message),
        Map.copyOf(context),
        item.config(),
        timeoutMillis);
  }

  void decided(RouteDecision decision) {
    message.put(
        "decision",
        Map.of(
            "provider_id", decision.providerId(),
            "reason", decision.reason().wireName(),
            "priority", decision.priority()));
  }

  /** Says whether an extension would be called. */
  void foresee(ExtensionItem item) {
    if (concerns(item)) {
      trace.step(stage(item), "would call " + role(item) + " " + item.id());
    } else {
      step(item, " is not for this request");
    }
  }

  Map<String, Object> planned(ExtensionItem item) {
    return Map.of(
        "type", item.kind().wireName(),
        "id", item.id(),
        "extension_id", item.id(),
        "status", concerns(item) ? "not_called" : "skipped");
  }

  /** Takes note of how a call ended. */
  void called(ExtensionItem item, CallResult result) {
    executed.add(
        Map.of(
            "type", item.kind().wireName(),
            "id", item.id(),
            "extension_id", item.id(),
            "status", result.status(),
            "latency_ms", result.latencyNanos() / 1_000_000));
    step(item, ": " + (result.ok() ? "ok" : result.message()));
    if (result.ok() && result.reply() instanceof Extension.Reply.Proceed proceed) {
      take(item, proceed);
    } else if (item.onFail() == ExtensionItem.OnFail.BLOCK) {
      Map<String, Object> details = new LinkedHashMap<>(result.details());
      details.put("extension_id", item.id());
      refuse(RouteRejection.of(code(item, result), result.message(), details));
    }
  }

  void step(ExtensionItem item, String text) {
    trace.step(stage(item), "extension " + item.id() + text);
  }

  private static String stage(ExtensionItem item) {
    return item.kind() == Kind.POST ? "finish" : "prepare";
  }

  private static String role(ExtensionItem item) {
    return item.kind() == Kind.VALIDATOR ? "validator" : item.kind().wireName() + "-processor";
  }

  private void take(ExtensionItem item, Extension.Reply.Proceed proceed) {
    if (item.kind() == Kind.VALIDATOR) {
      return; // it says yes or no
    }
    Map<String, Object> metadata = new LinkedHashMap<>(proceed.context());
    metadata.keySet().removeAll(FIXED);
    message = MessageTree.changed(message, proceed.payload());
    if (item.kind() == Kind.POST) {
      added.putAll(metadata);
    } else if (!(proceed.payload().isEmpty() && metadata.isEmpty())) {
      String type = request.taskType();
      request = MessageTree.apply(request, message, metadata);
      if (!type.equals(request.taskType())) {
        context.put("message_type", request.taskType());
      }
    }
    context.putAll(metadata);
  }

  private static ErrorCode code(ExtensionItem item, CallResult result) {
    return switch (item.kind()) {
      case PRE ->
          result.code() == ErrorCode.EXTENSION_ERROR || result.code() == ErrorCode.VALIDATOR_BLOCKED
              ? ErrorCode.PRE_PROCESSOR_FAILED
              : result.code();
      case VALIDATOR -> ErrorCode.VALIDATOR_BLOCKED;
      case POST -> ErrorCode.POST_PROCESSOR_FAILED;
    };
  }
}
