package beamline.router.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended: what a host tells the engine with {@link
 * RouterEngine#report(ExecutionReport)}. Immutable.
 */
public final class ExecutionReport {

  /** How it ended, in the four words of the result message. */
  public enum Status {
    /** The work was done. */
    SUCCESS,
    /** The work failed; the error code tells whether the provider is to blame. */
    ERROR,
    /** No answer in time: counts against the provider. */
    TIMEOUT,
    /** Somebody gave up: says nothing about the provider. */
    CANCELLED
  }

  private final String tenantId;
  private final String policyId;
  private final String providerId;
  private final Status status;
  private final @Nullable String errorCode;
  private final long latencyNanos;
  private final double cost;
  private final @Nullable String reservation;

  private ExecutionReport(Builder builder) {
    tenantId = builder.tenantId;
    policyId = builder.policyId;
    providerId = builder.providerId;
    status = builder.status;
    errorCode = builder.errorCode;
    latencyNanos = builder.latencyNanos;
    cost = builder.cost;
    reservation = builder.reservation;
  }

  /**
   * Starts a report about an execution by this provider for this tenant under the policy {@code
   * default}.
   */
  public static Builder builder(String tenantId, String providerId, Status status) {
    return new Builder(tenantId, providerId, status);
  }

  /** Starts a report about the execution of a decision, which settles what that reserved. */
  public static Builder of(RouteDecision decision, Status status) {
    Builder builder =
        new Builder(decision.tenantId(), decision.providerId(), status)
            .policyId(decision.policyId());
    builder.reservation = decision.reservation().orElse(null);
    return builder;
  }

  /** The tenant for whom the work was done. */
  public String tenantId() {
    return tenantId;
  }

  /** The policy under which it was decided. */
  public String policyId() {
    return policyId;
  }

  /** The provider that executed. */
  public String providerId() {
    return providerId;
  }

  /** How it ended. */
  public Status status() {
    return status;
  }

  /** An upper-case code such as {@code TIMEOUT} or {@code HTTP_5XX}, or an HTTP status as text. */
  public Optional<String> errorCode() {
    return Optional.ofNullable(errorCode);
  }

  /** How long the execution took, in nanoseconds; negative when unknown. */
  public long latencyNanos() {
    return latencyNanos;
  }

  /** What it cost in the policy's currency unit; {@code NaN} when unknown. */
  public double cost() {
    return cost;
  }

  /** What the decision reserved of budgets. */
  public Optional<String> reservation() {
    return Optional.ofNullable(reservation);
  }

  /** Collects the facts of a report. Not safe for concurrent use. */
  public static final class Builder {
    private final String tenantId;
    private final String providerId;
    private final Status status;
    private String policyId = RouteRequest.DEFAULT_POLICY;
    private @Nullable String errorCode;
    private long latencyNanos = -1;
    private double cost = Double.NaN;
    private @Nullable String reservation;

    private Builder(String tenantId, String providerId, Status status) {
      this.tenantId = Objects.requireNonNull(tenantId, "tenantId");
      this.providerId = Objects.requireNonNull(providerId, "providerId");
      this.status = Objects.requireNonNull(status, "status");
    }

    /** The policy under which it was decided. */
    public Builder policyId(String value) {
      policyId = Objects.requireNonNull(value, "policyId");
      return this;
    }

    /** Why it failed. */
    public Builder errorCode(String value) {
      errorCode = Objects.requireNonNull(value, "errorCode");
      return this;
    }

    /** How long it took. */
    public Builder latency(Duration value) {
      return latencyNanos(value.toNanos());
    }

    /** How long it took, in nanoseconds. */
    public Builder latencyNanos(long value) {
      latencyNanos = value;
      return this;
    }

    /** What it cost, 0 or more. */
    public Builder cost(double value) {
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("cost is " + value + ", must be 0 or more");
      }
      cost = value;
      return this;
    }

    /** What the decision reserved of budgets, as {@link RouteDecision#reservation()} says. */
    public Builder reservation(String value) {
      reservation = Objects.requireNonNull(value, "reservation");
      return this;
    }

    /** Builds the report. */
    public ExecutionReport build() {
      return new ExecutionReport(this);
    }
  }
}
