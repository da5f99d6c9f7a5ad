package beamline.router.api.admin;

import java.util.List;

/**
 * How much tenants may ask for and own. A change counts for the next decision on this node when the
 * call returns, on other nodes as soon as they hear of it. Safe for concurrent use.
 *
 * <p>Every method throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN} when the tenant store cannot be reached.
 */
public interface LimitControl {

  /** What is set for a tenant; with revision 0 and nothing set when nobody set anything. */
  TenantSettings of(String tenantId);

  /** What is set for all tenants, by id. */
  List<TenantSettings> all();

  /**
   * Stores what is set for a tenant, whole: what is absent is as configured again.
   *
   * @param settings what to store; its revision is the one that must be stored now, 0 for none
   * @return what is stored, with its new revision
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#POLICY_CONFLICT} when somebody else changed it
   */
  TenantSettings put(TenantSettings settings);

  /**
   * When limits, quotas and budgets of a tenant were exceeded, newest first.
   *
   * @param limit how many at most, 1 or more
   */
  List<QuotaViolation> violations(String tenantId, int limit);
}
