package beamline.router.api;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who executes the task, and why. Immutable. */
public final class RouteDecision implements RouteOutcome {
  private final String tenantId;
  private final String policyId;
  private final String policyVersion;
  private final long policyRevision;
  private final String providerId;
  private final DecisionReason reason;
  private final double expectedLatencyMillis;
  private final double expectedCost;
  private final double draw;
  private final @Nullable String stickyKey;
  private final @Nullable RetryAdvice retry;
  private final @Nullable String reservation;
  private final @Nullable Explanation explanation;
  private final @Nullable RouteRequest request;
  private final Map<String, Object> metadata;

  private RouteDecision(Builder builder) {
    tenantId = builder.tenantId;
    policyId = builder.policyId;
    policyVersion = builder.policyVersion;
    policyRevision = builder.policyRevision;
    providerId = builder.providerId;
    reason = builder.reason;
    expectedLatencyMillis = builder.expectedLatencyMillis;
    expectedCost = builder.expectedCost;
    draw = builder.draw;
    stickyKey = builder.stickyKey;
    retry = builder.retry;
    reservation = builder.reservation;
    explanation = builder.explanation;
    request = builder.request;
    metadata = builder.metadata;
  }

  /** Starts a decision for this provider. Hosts need it only to test code that reads decisions. */
  public static Builder builder(
      String tenantId, String policyId, String providerId, DecisionReason reason) {
    return new Builder(tenantId, policyId, providerId, reason);
  }

  /** The tenant whose policy decided. */
  public String tenantId() {
    return tenantId;
  }

  /** The policy that decided. */
  public String policyId() {
    return policyId;
  }

  /** The {@code version} field of the policy document. */
  public String policyVersion() {
    return policyVersion;
  }

  /** The revision of the policy in its store. */
  public long policyRevision() {
    return policyRevision;
  }

  /** Who executes. */
  public String providerId() {
    return providerId;
  }

  /** Why it is this provider. */
  public DecisionReason reason() {
    return reason;
  }

  /** The priority that the wire contract gives to the reason, 0 to 100. */
  public int priority() {
    return reason.priority();
  }

  /**
   * Expected latency in milliseconds: measured, else from the policy, else the configured default.
   */
  public double expectedLatencyMillis() {
    return expectedLatencyMillis;
  }

  /** Expected cost: measured, else from the policy, else the configured default. */
  public double expectedCost() {
    return expectedCost;
  }

  /** The random draw that decided, in [0, 1); {@code NaN} when none was needed. */
  public double draw() {
    return draw;
  }

  /** The session value to which the provider is pinned. */
  public Optional<String> stickyKey() {
    return Optional.ofNullable(stickyKey);
  }

  /** What the matching fallback rule says about another try. */
  public Optional<RetryAdvice> retry() {
    return Optional.ofNullable(retry);
  }

  /**
   * What was reserved of budgets for this decision; empty when there is no budget. Reports made
   * with {@link ExecutionReport#of} settle it.
   */
  public Optional<String> reservation() {
    return Optional.ofNullable(reservation);
  }

  /** How the decision came about, when the request asked for it. */
  public Optional<Explanation> explanation() {
    return Optional.ofNullable(explanation);
  }

  /**
   * The request as pre-processors changed it, which is what to execute: its payload, task type,
   * metadata and context. Empty when the request is as it was given.
   */
  public Optional<RouteRequest> request() {
    return Optional.ofNullable(request);
  }

  /** What extensions added. Unmodifiable. */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /** Starts a decision that differs from this one in some fields. */
  public Builder toBuilder() {
    Builder builder = new Builder(tenantId, policyId, providerId, reason);
    builder.policyVersion = policyVersion;
    builder.policyRevision = policyRevision;
    builder.expectedLatencyMillis = expectedLatencyMillis;
    builder.expectedCost = expectedCost;
    builder.draw = draw;
    builder.stickyKey = stickyKey;
    builder.retry = retry;
    builder.reservation = reservation;
    builder.explanation = explanation;
    builder.request = request;
    builder.metadata = metadata;
    return builder;
  }

  @Override
  public RouteDecision orThrow() {
    return this;
  }

  /** Equal in everything that was decided; request, explanation and reservation do not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RouteDecision that
        && tenantId.equals(that.tenantId)
        && policyId.equals(that.policyId)
        && policyVersion.equals(that.policyVersion)
        && policyRevision == that.policyRevision
        && providerId.equals(that.providerId)
        && reason == that.reason
        && Double.compare(expectedLatencyMillis, that.expectedLatencyMillis) == 0
        && Double.compare(expectedCost, that.expectedCost) == 0
        && Double.compare(draw, that.draw) == 0
        && Objects.equals(stickyKey, that.stickyKey)
        && Objects.equals(retry, that.retry)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenantId, policyId, policyRevision, providerId, reason, draw, stickyKey);
  }

  @Override
  public String toString() {
    return "RouteDecision["
        + tenantId
        + "/"
        + policyId
        + " -> "
        + providerId
        + ", "
        + reason.wireName()
        + "]";
  }

  /** Collects the parts of a decision. Not safe for concurrent use. */
  public static final class Builder {
    private final String tenantId;
    private final String policyId;
    private final String providerId;
    private final DecisionReason reason;
    private String policyVersion = "1.0";
    private long policyRevision;
    private double expectedLatencyMillis;
    private double expectedCost;
    private double draw = Double.NaN;
    private @Nullable String stickyKey;
    private @Nullable RetryAdvice retry;
    private @Nullable String reservation;
    private @Nullable Explanation explanation;
    private @Nullable RouteRequest request;
    private Map<String, Object> metadata = Map.of();

    private Builder(String tenantId, String policyId, String providerId, DecisionReason reason) {
      this.tenantId = Objects.requireNonNull(tenantId, "tenantId");
      this.policyId = Objects.requireNonNull(policyId, "policyId");
      this.providerId = Objects.requireNonNull(providerId, "providerId");
      this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** The version and revision of the policy. */
    public Builder policy(String version, long revision) {
      policyVersion = Objects.requireNonNull(version, "version");
      policyRevision = revision;
      return this;
    }

    /** Expected latency in milliseconds and expected cost. */
    public Builder expected(double latencyMillis, double cost) {
      expectedLatencyMillis = latencyMillis;
      expectedCost = cost;
      return this;
    }

    /** The random draw, in [0, 1). */
    public Builder draw(double value) {
      draw = value;
      return this;
    }

    /** The session value to which the provider is pinned. */
    public Builder stickyKey(@Nullable String value) {
      stickyKey = value;
      return this;
    }

    /** What the matching fallback rule says. */
    public Builder retry(@Nullable RetryAdvice value) {
      retry = value;
      return this;
    }

    /** What was reserved of budgets. */
    public Builder reservation(@Nullable String value) {
      reservation = value;
      return this;
    }

    /** How the decision came about. */
    public Builder explanation(@Nullable Explanation value) {
      explanation = value;
      return this;
    }

    /** The request as pre-processors changed it. */
    public Builder request(@Nullable RouteRequest value) {
      request = value;
      return this;
    }

    /** What extensions added; not copied when it is already unmodifiable. */
    public Builder metadata(Map<String, Object> value) {
      metadata = Map.copyOf(value);
      return this;
    }

    /** Builds the decision. */
    public RouteDecision build() {
      return new RouteDecision(this);
    }
  }
}
