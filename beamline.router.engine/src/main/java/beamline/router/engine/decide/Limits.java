package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.json.Printable;
import beamline.router.engine.tenant.TenantLimits;
import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import beamline.router.spi.RateLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a permit from every limit that applies: the tenant's, the user's, the policy's. The first
 * that has none refuses.
 */
final class Limits {
  private static final int LONGEST_NAME = 128;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final RateLimiter limiter;
  private final Supplier<@Nullable TenantLimits> rules;

  /** Limits by these rules; null before they are known, and then nobody may pass. */
  Limits(RateLimiter limiter, Supplier<@Nullable TenantLimits> rules) {
    this.limiter = limiter;
    this.rules = rules;
  }

  /** The refusal; null when the request may pass. */
  @Nullable RouteRejection take(
      RouteRequest request, CompiledPolicy policy, long now, Trace trace) {
    TenantLimits known = rules.get();
    if (known == null) {
      return unknown(trace);
    }
    TenantLimits.Rates rates = known.of(request.tenantId());
    RateLimit tenant = rates.tenant();
    if (tenant != null) {
      RouteRejection refused = take(policy, policy.tenantKey, tenant, now, trace);
      if (refused != null) {
        return refused;
      }
    }
    String userId = rates.limitsUsers() ? request.userId().orElse(null) : null;
    RateLimit user = userId == null ? null : rates.ofUser(userId);
    if (userId != null && user != null) {
      LimitKey key = new LimitKey(LimitKey.Scope.USER, request.tenantId(), userId);
      RouteRejection refused = take(policy, key, user, now, trace);
      if (refused != null) {
        return refused;
      }
    }
    return policy.limit == null ? null : takeOfPolicy(request, policy, policy.limit, now, trace);
  }

  private static RouteRejection unknown(Trace trace) {
    RouteRejection refused =
        RouteRejection.of(
                ErrorCode.SERVICE_DOWN, "the limits and budgets of tenants are not known yet")
            .retryAfter(RETRY);
    if (trace.wanted()) {
      trace.step("limit", refused.message());
    }
    return refused;
  }

  private @Nullable RouteRejection takeOfPolicy(
      RouteRequest request, CompiledPolicy policy, RateLimit limit, long now, Trace trace) {
    LimitKey key = policy.limitKey;
    if (key == null) { // counted per user; requests without a user share one count
      String user = policy.key.policyId() + "/" + request.userId().orElse("");
      key = new LimitKey(LimitKey.Scope.USER, request.tenantId(), user);
    }
    return take(policy, key, limit, now, trace);
  }

  private @Nullable RouteRejection take(
      CompiledPolicy policy, LimitKey key, RateLimit limit, long now, Trace trace) {
    long wait = limiter.tryAcquire(key, limit, 1, now);
    boolean granted = wait == RateLimiter.GRANTED;
    policy.telemetry.limited(key.scope(), granted);
    if (trace.wanted()) {
      trace.step(
          "limit",
          granted
              ? "a permit was taken from the limit of " + key
              : "the limit of " + key + " is exceeded");
    }
    return granted ? null : refusal(key, limit, wait);
  }

  private static RouteRejection refusal(LimitKey key, RateLimit limit, long waitNanos) {
    Duration wait = Duration.ofNanos(waitNanos);
    long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    return RouteRejection.of(
            ErrorCode.RATE_LIMIT_EXCEEDED,
            "the rate limit of "
                + key.scope().label()
                + " '"
                + Printable.of(identifier(key), LONGEST_NAME)
                + "' is exceeded",
            Map.of(
                "scope",
                key.scope().label(),
                "identifier",
                Printable.of(identifier(key), LONGEST_NAME),
                "limit",
                limit.permits(),
                "burst",
                limit.burst(),
                "retry_after_seconds",
                seconds))
        .retryAfter(wait);
  }

  private static String identifier(LimitKey key) {
    return switch (key.scope()) {
      case GLOBAL -> "global";
      case TENANT -> key.tenantId();
      case USER, POLICY -> key.tenantId() + "/" + key.subject();
    };
  }
}
