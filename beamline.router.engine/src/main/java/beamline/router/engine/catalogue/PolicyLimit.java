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
    return new RateLimit(
        RateLimit.Algorithm.TOKEN_BUCKET, perMinute(model), MINUTE_NANOS, model.burst());
  }

  /**
   * What it is counted for; null when that depends on the user of the request. Policies that share
   * a count have the same limit: of two limits on one count the faster would refill what the slower
   * one has given.
   */
  static @Nullable LimitKey key(PolicyKey policy, @Nullable LimitModel model) {
    if (model == null) {
      return null;
    }
    return switch (model.scope()) {
      case GLOBAL -> new LimitKey(LimitKey.Scope.GLOBAL, "", limit(model));
      case TENANT -> new LimitKey(LimitKey.Scope.TENANT, policy.tenantId(), limit(model));
      case POLICY -> new LimitKey(LimitKey.Scope.POLICY, policy.tenantId(), policy.policyId());
      case USER -> null;
    };
  }

  private static String limit(LimitModel model) {
    return perMinute(model) + " a minute, " + model.burst() + " at once";
  }

  private static long perMinute(LimitModel model) {
    return Math.max(1, Math.round(model.ratePerSecond() * 60));
  }
}
