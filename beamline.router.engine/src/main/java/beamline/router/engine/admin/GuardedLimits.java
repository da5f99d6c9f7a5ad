package beamline.router.engine.admin;

import beamline.router.api.admin.Grant;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyKey;
import java.util.List;
import java.util.Map;

/** Limits of tenants as one caller may see and change them. */
final class GuardedLimits implements LimitControl {
  private static final String GET = "get";
  private static final String PUT = "put";

  private final Guard guard;
  private final LimitControl limits;

  GuardedLimits(Guard guard, LimitControl limits) {
    this.guard = guard;
    this.limits = limits;
  }

  @Override
  public TenantSettings of(String tenantId) {
    require(tenantId);
    return limits.of(tenantId);
  }

  @Override
  public List<TenantSettings> all() {
    guard.require(Permission.CONFIG_READ, GET, Target.limits(Grant.ALL_TENANTS));
    return limits.all();
  }

  @Override
  public TenantSettings put(TenantSettings settings) {
    Target target = Target.limits(settings.tenantId());
    guard.require(Permission.CONFIG_WRITE, PUT, target);
    return guard.change(
        PUT, target, () -> limits.put(settings), stored -> Map.of("after", Journal.shown(stored)));
  }

  @Override
  public List<QuotaViolation> violations(String tenantId, int limit) {
    require(tenantId);
    return limits.violations(tenantId, limit);
  }

  private void require(String tenantId) {
    new PolicyKey(tenantId, "any"); // refuses what cannot be an id
    guard.require(Permission.CONFIG_READ, GET, Target.limits(tenantId));
  }
}
