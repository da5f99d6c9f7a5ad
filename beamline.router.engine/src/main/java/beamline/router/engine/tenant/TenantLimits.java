package beamline.router.engine.tenant;

import beamline.router.api.ErrorCode;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.TenantSettings;
import beamline.router.spi.RateLimit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The limits of tenants and their users, as configured and as set since. Immutable.
 *
 * @param byTenant limits of tenants that have some of their own
 * @param ofOthers the limits of all other tenants
 */
public record TenantLimits(Map<String, Rates> byTenant, Rates ofOthers) {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  /**
   * The limits of a tenant.
   *
   * @param tenant its own; null when it has none
   * @param user that of each user that is not named; null when they have none
   * @param byUser those of named users; empty for one that has none
   */
  public record Rates(
      @Nullable RateLimit tenant,
      @Nullable RateLimit user,
      Map<String, Optional<RateLimit>> byUser) {

    public Rates {
      byUser = Map.copyOf(byUser);
    }

    /** Whether any user has a limit. */
    public boolean limitsUsers() {
      return user != null || !byUser.isEmpty();
    }

    /** The limit of a user; null when it has none. */
    public @Nullable RateLimit ofUser(String userId) {
      Optional<RateLimit> named = byUser.isEmpty() ? null : byUser.get(userId);
      return named == null ? user : named.orElse(null);
    }
  }

  public TenantLimits {
    byTenant = Map.copyOf(byTenant);
  }

  /** The limits of a tenant. */
  public Rates of(String tenantId) {
    Rates own = byTenant.isEmpty() ? null : byTenant.get(tenantId);
    return own == null ? ofOthers : own;
  }

  /** As configured: by tier, and for users. */
  public static TenantLimits of(RouterConfig config) {
    RateLimit user = perMinute(config.get(LimitKeys.USER_REQUESTS_PER_MINUTE));
    if (!config.get(LimitKeys.TENANT_ENABLED)) {
      return new TenantLimits(Map.of(), new Rates(null, user, Map.of()));
    }
    Map<String, Long> tiers = config.get(LimitKeys.TIERS);
    Map<String, Rates> byTenant = new HashMap<>();
    config
        .get(LimitKeys.TENANT_TIERS)
        .forEach(
            (tenant, tier) -> byTenant.put(tenant, new Rates(ofTier(tiers, tier), user, Map.of())));
    return new TenantLimits(
        byTenant, new Rates(ofTier(tiers, config.get(LimitKeys.TENANT_TIER)), user, Map.of()));
  }

  /** These limits, with what is set for single tenants in place of what is configured. */
  TenantLimits with(Map<String, Long> tiers, Collection<TenantSettings> settings) {
    Map<String, Rates> all = new HashMap<>(byTenant);
    for (TenantSettings own : settings) {
      all.put(own.tenantId(), rates(of(own.tenantId()), tiers, own));
    }
    return new TenantLimits(all, ofOthers);
  }

  private static Rates rates(Rates configured, Map<String, Long> tiers, TenantSettings own) {
    RateLimit tenant = configured.tenant();
    if (own.requestsPerMinute().isPresent()) {
      tenant = perMinute(own.requestsPerMinute().getAsLong());
    } else if (own.tier().isPresent()) {
      tenant = ofTier(tiers, own.tier().get());
    }
    OptionalLong ofUser = own.userRequestsPerMinute();
    Map<String, Optional<RateLimit>> byUser = new HashMap<>();
    own.requestsPerMinuteByUser()
        .forEach((user, most) -> byUser.put(user, Optional.ofNullable(perMinute(most))));
    return new Rates(
        tenant, ofUser.isPresent() ? perMinute(ofUser.getAsLong()) : configured.user(), byUser);
  }

  private static @Nullable RateLimit perMinute(long requests) {
    return requests == 0 ? null : RateLimit.slidingWindow(requests, MINUTE_NANOS);
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
