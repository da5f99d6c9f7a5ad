package beamline.router.engine.admin;

import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyKey;

/**
 * What somebody wants to do something to.
 *
 * @param tenantId whose it is; {@link Grant#ALL_TENANTS} for what is the router's as a whole
 * @param type what kind of thing it is
 * @param id which one; empty for all of them
 */
record Target(String tenantId, String type, String id) {
  /** The kind that ownership is kept for. */
  static final String POLICY = "policy";

  private static final String LIMITS = "limits";
  private static final String BUDGET = "budget";
  private static final String CONFIG = "config";
  private static final String RBAC = "rbac";
  private static final String EXTENSION = "extension";
  private static final String CHAIN = "audit_chain";

  static Target policy(PolicyKey key) {
    return new Target(key.tenantId(), POLICY, key.policyId());
  }

  static Target policies(String tenantId) {
    return new Target(tenantId, POLICY, "");
  }

  static Target setting(String name) {
    return new Target(Grant.ALL_TENANTS, CONFIG, name);
  }

  static Target limits(String tenantId) {
    return new Target(tenantId, LIMITS, "");
  }

  static Target budget(BudgetKey key) {
    return new Target(key.tenantId(), BUDGET, key.providerId().orElse(""));
  }

  static Target role(String id) {
    return new Target(Grant.ALL_TENANTS, RBAC, id);
  }

  static Target grant(String tenantId, String userId) {
    return new Target(tenantId, RBAC, userId);
  }

  static Target extension(String id) {
    return new Target(Grant.ALL_TENANTS, EXTENSION, id);
  }

  /** Of the records of a chain, those of one tenant or all. */
  static Target chain(String tenantId, String chain) {
    return new Target(tenantId, CHAIN, chain);
  }

  /** The tenant as the audit log has it. */
  String auditTenant() {
    return tenantId.equals(Grant.ALL_TENANTS) ? "" : tenantId;
  }

  @Override
  public String toString() {
    return tenantId.equals(Grant.ALL_TENANTS) ? "all tenants" : "tenant " + tenantId;
  }
}
