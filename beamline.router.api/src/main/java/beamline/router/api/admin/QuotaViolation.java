package beamline.router.api.admin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A limit, quota or budget was exceeded. Refusals of the same thing that come close after one
 * another are one violation.
 *
 * @param tenantId whose it is
 * @param userId the user whose limit it is; empty when it is not a user's
 * @param type what kind of limit it is
 * @param limit how much is allowed: a number, or millionths for a budget
 * @param current what it would have been, refused requests of a rate limit included
 * @param resourceId what it is about, such as a policy or a provider; empty when it is the tenant
 *     as a whole
 * @param times how many refusals this stands for, 1 or more
 * @param time when it was, the first of them
 */
public record QuotaViolation(
    String tenantId,
    Optional<String> userId,
    Type type,
    long limit,
    long current,
    String resourceId,
    long times,
    Instant time) {

  /** What can be exceeded. */
  public enum Type {
    /** Policies of a tenant. */
    POLICIES("policies"),
    /** Fallback rules of a policy. */
    RULES("rules_per_policy"),
    /** Providers of a policy. */
    PROVIDERS("providers_per_policy"),
    /** Requests in a time. */
    RATE("rate_requests"),
    /** What may be spent. */
    BUDGET("budget");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** As it is stored. */
    public String label() {
      return label;
    }
  }

  public QuotaViolation {
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(resourceId, "resourceId");
    Objects.requireNonNull(time, "time");
    if (times < 1) {
      throw new IllegalArgumentException("times is " + times + ", must be 1 or more");
    }
  }
}
