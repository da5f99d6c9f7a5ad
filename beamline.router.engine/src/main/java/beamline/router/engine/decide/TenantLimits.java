package beamline.router.engine.decide;

import beamline.router.spi.RateLimit;
import java.util.Map;
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
  /** Nobody is limited. */
  public static final TenantLimits NONE = new TenantLimits(Map.of(), null, null);

  public TenantLimits {
    byTenant = Map.copyOf(byTenant);
  }

  @Nullable RateLimit ofTenant(String tenantId) {
    RateLimit own = byTenant.isEmpty() ? null : byTenant.get(tenantId);
    return own == null ? ofOthers : own;
  }
}
