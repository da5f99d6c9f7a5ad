package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.policy.LimitModel;
import beamline.router.spi.LimitKey;
import beamline.router.spi.RateLimit;
import org.jspecify.annotations.Nullable;

/** The rate limit block of a policy in the terms of the limiter. */
final class PolicyLimit {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private PolicyLimit() {}

  static @Nullable RateLimit rate(@Nullable LimitModel model) {
    if (model == null || !model.enabled()) {
      return null;
    }
    long perMinute = Math.max(1, Math.round(model.ratePerSecond() * 60));
    return new RateLimit(RateLimit.Algorithm.TOKEN_BUCKET, perMinute, MINUTE_NANOS, model.burst());
  }

  /** What it is counted for; null when that depends on the user of the request. */
  static @Nullable LimitKey key(PolicyKey policy, @Nullable LimitModel model) {
    if (model == null) {
      return null;
    }
    return switch (model.scope()) {
      case GLOBAL -> new LimitKey(LimitKey.Scope.GLOBAL, "", "");
      case TENANT -> new LimitKey(LimitKey.Scope.TENANT, policy.tenantId(), "policy");
      case POLICY -> new LimitKey(LimitKey.Scope.POLICY, policy.tenantId(), policy.policyId());
      case USER -> null;
    };
  }
}
