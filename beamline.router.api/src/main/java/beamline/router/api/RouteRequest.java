package beamline.router.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question: who executes this task, for this tenant, under this policy? Immutable.
 *
 * <p>The <em>routing context</em> is what policies look at: session key, user, reported status,
 * labels. Its values are those of JSON: {@link String}, {@link Long}, {@link Double}, {@link
 * Boolean}, {@link List} and {@link Map}; other numbers are accepted and kept as they are.
 */
public final class RouteRequest {
  /** The policy that is used when nothing names one. */
  public static final String DEFAULT_POLICY = "default";

  private final String tenantId;
  private final String taskType;
  private final String policyId;
  private final @Nullable String requestId;
  private final @Nullable String messageId;
  private final @Nullable String userId;
  private final @Nullable String payload;
  private final @Nullable String payloadRef;
  private final @Nullable String traceId;
  private final @Nullable String runId;
  private final @Nullable String flowId;
  private final @Nullable String stepId;
  private final @Nullable String idempotencyKey;
  private final @Nullable String assignmentSubject;
  private final boolean pushAssignment;
  private final boolean traced;
  private final double maxLatencyMillis;
  private final double maxCost;
  private final Map<String, Object> context;
  private final Map<String, Object> metadata;
  private final Map<String, Object> options;

  private RouteRequest(Builder builder) {
    tenantId = builder.tenantId;
    taskType = builder.taskType;
    requestId = builder.requestId;
    messageId = builder.messageId;
    payload = builder.payload;
    payloadRef = builder.payloadRef;
    traceId = builder.traceId;
    runId = builder.runId;
    flowId = builder.flowId;
    stepId = builder.stepId;
    idempotencyKey = builder.idempotencyKey;
    assignmentSubject = builder.assignmentSubject;
    pushAssignment = builder.pushAssignment;
    traced = builder.traced;
    maxLatencyMillis = builder.maxLatencyMillis;
    maxCost = builder.maxCost;
    context = frozen(builder.context);
    metadata = frozen(builder.metadata);
    options = frozen(builder.options);
    policyId =
        builder.policyId != null
            ? builder.policyId
            : textOr(context.get("policy_id"), DEFAULT_POLICY);
    userId = builder.userId != null ? builder.userId : text(context.get("user_id"));
  }

  /**
   * Starts a request.
   *
   * @param tenantId who pays and whose policy applies; an empty one is refused when it is decided
   * @param taskType what is to be executed, such as {@code text.generate}
   */
  public static Builder builder(String tenantId, String taskType) {
    return new Builder(tenantId, taskType);
  }

  /** Starts a request that differs from this one in some fields. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Who pays and whose policy applies. */
  public String tenantId() {
    return tenantId;
  }

  /** What is to be executed. */
  public String taskType() {
    return taskType;
  }

  /** The policy: as given, else {@code policy_id} of the context, else {@value #DEFAULT_POLICY}. */
  public String policyId() {
    return policyId;
  }

  /** The caller's id of this request, echoed. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** The id of the message that carried the task, where it differs from the request. */
  public Optional<String> messageId() {
    return Optional.ofNullable(messageId);
  }

  /** The user: as given, else {@code user_id} of the context. User limits apply to it. */
  public Optional<String> userId() {
    return Optional.ofNullable(userId);
  }

  /** The task's payload, as JSON text. The router reads it only for extensions that ask for it. */
  public Optional<String> payload() {
    return Optional.ofNullable(payload);
  }

  /** Where the payload is, when it does not travel with the request. */
  public Optional<String> payloadRef() {
    return Optional.ofNullable(payloadRef);
  }

  /** The trace that the request belongs to. */
  public Optional<String> traceId() {
    return Optional.ofNullable(traceId);
  }

  /** The run that the request belongs to. */
  public Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  /** The flow that the request belongs to. */
  public Optional<String> flowId() {
    return Optional.ofNullable(flowId);
  }

  /** The step of the flow that the request belongs to. */
  public Optional<String> stepId() {
    return Optional.ofNullable(stepId);
  }

  /** Requests with the same key and tenant are one request; 1 to 256 bytes. */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }

  /** Where the assignment goes, if not to the configured subject. */
  public Optional<String> assignmentSubject() {
    return Optional.ofNullable(assignmentSubject);
  }

  /** Whether a worker is to be told. */
  public boolean pushAssignment() {
    return pushAssignment;
  }

  /** Whether the decision carries its {@link Explanation}. */
  public boolean traced() {
    return traced;
  }

  /**
   * The longest expected latency that is acceptable, in milliseconds; positive infinity when any
   * is.
   */
  public double maxLatencyMillis() {
    return maxLatencyMillis;
  }

  /** The highest expected cost that is acceptable; positive infinity when any is. */
  public double maxCost() {
    return maxCost;
  }

  /** What policies look at. Unmodifiable. */
  public Map<String, Object> context() {
    return context;
  }

  /** What the caller wants to find again in the assignment. Unmodifiable. */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /** Overrides for the assignment's options. Unmodifiable. */
  public Map<String, Object> options() {
    return options;
  }

  @Override
  public String toString() {
    return "RouteRequest[tenant=" + tenantId + ", policy=" + policyId + ", task=" + taskType + "]";
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String string && !string.isEmpty() ? string : null;
  }

  private static String textOr(@Nullable Object value, String fallback) {
    String text = text(value);
    return text == null ? fallback : text;
  }

  private static Map<String, Object> frozen(@Nullable Map<String, Object> map) {
    if (map == null || map.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> copy = new LinkedHashMap<>(map.size() * 2);
    map.forEach((key, value) -> copy.put(key, frozenValue(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object frozenValue(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>(map.size() * 2);
      map.forEach(
          (key, inner) ->
              copy.put(String.valueOf(key), frozenValue(Objects.requireNonNull(inner))));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(inner -> copy.add(frozenValue(inner)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return Objects.requireNonNull(value);
  }

  /** Collects the parts of a request. Not safe for concurrent use. */
  public static final class Builder {
    private final String tenantId;
    private String taskType;
    private @Nullable String policyId;
    private @Nullable String requestId;
    private @Nullable String messageId;
    private @Nullable String userId;
    private @Nullable String payload;
    private @Nullable String payloadRef;
    private @Nullable String traceId;
    private @Nullable String runId;
    private @Nullable String flowId;
    private @Nullable String stepId;
    private @Nullable String idempotencyKey;
    private @Nullable String assignmentSubject;
    private boolean pushAssignment;
    private boolean traced;
    private double maxLatencyMillis = Double.POSITIVE_INFINITY;
    private double maxCost = Double.POSITIVE_INFINITY;
    private @Nullable Map<String, Object> context;
    private @Nullable Map<String, Object> metadata;
    private @Nullable Map<String, Object> options;

    private Builder(String tenantId, String taskType) {
      this.tenantId = Objects.requireNonNull(tenantId, "tenantId");
      this.taskType = Objects.requireNonNull(taskType, "taskType");
    }

    private Builder(RouteRequest request) {
      tenantId = request.tenantId;
      taskType = request.taskType;
      policyId = request.policyId;
      requestId = request.requestId;
      messageId = request.messageId;
      userId = request.userId;
      payload = request.payload;
      payloadRef = request.payloadRef;
      traceId = request.traceId;
      runId = request.runId;
      flowId = request.flowId;
      stepId = request.stepId;
      idempotencyKey = request.idempotencyKey;
      assignmentSubject = request.assignmentSubject;
      pushAssignment = request.pushAssignment;
      traced = request.traced;
      maxLatencyMillis = request.maxLatencyMillis;
      maxCost = request.maxCost;
      context = new HashMap<>(request.context);
      metadata = new HashMap<>(request.metadata);
      options = new HashMap<>(request.options);
    }

    /** What is to be executed. */
    public Builder taskType(String value) {
      taskType = Objects.requireNonNull(value, "taskType");
      return this;
    }

    /** The policy to use. */
    public Builder policyId(String value) {
      policyId = Objects.requireNonNull(value, "policyId");
      return this;
    }

    /** The caller's id of this request. */
    public Builder requestId(String value) {
      requestId = Objects.requireNonNull(value, "requestId");
      return this;
    }

    /** The id of the message that carried the task. */
    public Builder messageId(String value) {
      messageId = Objects.requireNonNull(value, "messageId");
      return this;
    }

    /** The user on whose behalf the task runs. */
    public Builder userId(String value) {
      userId = Objects.requireNonNull(value, "userId");
      return this;
    }

    /** The task's payload, as JSON text. */
    public Builder payload(String json) {
      payload = Objects.requireNonNull(json, "payload");
      return this;
    }

    /** Where the payload is. */
    public Builder payloadRef(String value) {
      payloadRef = Objects.requireNonNull(value, "payloadRef");
      return this;
    }

    /** The trace that the request belongs to. */
    public Builder traceId(String value) {
      traceId = Objects.requireNonNull(value, "traceId");
      return this;
    }

    /** The run that the request belongs to. */
    public Builder runId(String value) {
      runId = Objects.requireNonNull(value, "runId");
      return this;
    }

    /** The flow that the request belongs to. */
    public Builder flowId(String value) {
      flowId = Objects.requireNonNull(value, "flowId");
      return this;
    }

    /** The step of the flow that the request belongs to. */
    public Builder stepId(String value) {
      stepId = Objects.requireNonNull(value, "stepId");
      return this;
    }

    /** Requests with the same key and tenant are one request. */
    public Builder idempotencyKey(String value) {
      idempotencyKey = Objects.requireNonNull(value, "idempotencyKey");
      return this;
    }

    /** Where the assignment goes. */
    public Builder assignmentSubject(String value) {
      assignmentSubject = Objects.requireNonNull(value, "assignmentSubject");
      return this;
    }

    /** Whether a worker is to be told. */
    public Builder pushAssignment(boolean value) {
      pushAssignment = value;
      return this;
    }

    /** Whether the decision carries its explanation. */
    public Builder traced(boolean value) {
      traced = value;
      return this;
    }

    /** Accepts only providers with this expected latency or less, in milliseconds. */
    public Builder maxLatencyMillis(double value) {
      maxLatencyMillis = value;
      return this;
    }

    /** Accepts only providers with this expected cost or less. */
    public Builder maxCost(double value) {
      maxCost = value;
      return this;
    }

    /** Adds one value to the routing context. */
    public Builder context(String key, Object value) {
      if (context == null) {
        context = new HashMap<>();
      }
      context.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /** Adds these values to the routing context. */
    public Builder context(Map<String, ?> values) {
      values.forEach(this::context);
      return this;
    }

    /** What the caller wants to find again in the assignment. */
    public Builder metadata(Map<String, ?> values) {
      metadata = new HashMap<>(values);
      return this;
    }

    /** Overrides for the assignment's options. */
    public Builder options(Map<String, ?> values) {
      options = new HashMap<>(values);
      return this;
    }

    /** Builds the request. */
    public RouteRequest build() {
      return new RouteRequest(this);
    }
  }
}
