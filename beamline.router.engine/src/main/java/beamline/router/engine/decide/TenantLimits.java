package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.spi.RateLimit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configured limits of tenants and their users. Immutable.
 *
 * @param byTenant limits of tenants that have one of their own
 * @param ofOthers the limit of all other tenants; null when they have none
 * @param perUser the limit of each user of a tenant; null when users have none
 */
public record TenantLimits(
    Map<String, RateLimit> byTenant, @Nullable RateLimit ofOthers, @Nullable RateLimit perUser) {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** Nobody is limited. */
  public static final TenantLimits NONE = new TenantLimits(Map.of(), null, null);

  public TenantLimits {
    byTenant = Map.copyOf(byTenant);
  }

  @Nullable RateLimit ofTenant(String tenantId) {
    RateLimit own = byTenant.isEmpty() ? null : byTenant.get(tenantId);
    return own == null ? ofOthers : own;
  }

  /** As configured: by tier, and for users. */
  public static TenantLimits of(RouterConfig config) {
    long perUser = config.get(LimitKeys.USER_REQUESTS_PER_MINUTE);
    RateLimit user = perUser > 0 ? RateLimit.slidingWindow(perUser, MINUTE_NANOS) : null;
    if (!config.get(LimitKeys.TENANT_ENABLED)) {
      return new TenantLimits(Map.of(), null, user);
    }
    Map<String, Long> tiers = config.get(LimitKeys.TIERS);
    Map<String, RateLimit> byTenant = new HashMap<>();
    config
        .get(LimitKeys.TENANT_TIERS)
        .forEach((tenant, tier) -> byTenant.put(tenant, ofTier(tiers, tier)));
    return new TenantLimits(byTenant, ofTier(tiers, config.get(LimitKeys.TENANT_TIER)), user);
  }

  private static RateLimit ofTier(Map<String, Long> tiers, String tier) {
    Long perMinute = tiers.get(tier);
    if (perMinute == null) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "limit.tiers has no tier '" + tier + "', known are " + new TreeSet<>(tiers.keySet()));
    }
    return RateLimit.slidingWindow(perMinute, MINUTE_NANOS);
  }
}
