package beamline.router.api.admin;

import beamline.router.api.policy.Policies;

/**
 * The router as one caller may administer it: each call is checked against what the caller was
 * granted for the tenant that it concerns, and what is changed or refused goes to the audit log
 * with the caller's name. All edges go through this: a host, gRPC, the message bus, the commands.
 *
 * <p>Every call throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#PERMISSION_DENIED} when the caller may not do it. Safe for
 * concurrent use; a change of what the caller may do counts for the next call.
 */
public interface Administration {

  /** Who administers: the id that roles are granted to, and that the audit log shows. */
  String principal();

  /** The policies. */
  Policies policies();

  /** What can be changed at run time; for all tenants at once. */
  RouterControls controls();

  /** Roles, and who has them. */
  AccessControl access();

  /** Tiers, limits and quotas of tenants. */
  LimitControl limits();

  /** What tenants may spend. */
  BudgetControl budgets();

  /** The registry of extensions. */
  ExtensionControl extensions();

  /** The audit log. */
  AuditReader audit();

  /**
   * Makes sure that the caller may do something for a tenant, for edges that offer more than there
   * is here.
   *
   * @param tenantId for whom; {@link Grant#ALL_TENANTS} for the router as a whole
   */
  void require(Permission permission, String tenantId);

  /**
   * Answers one of the questions of the administration subjects.
   *
   * @param json the question, an object; its {@code tenant_id}, where it has one, is whom it
   *     concerns
   * @return the answer, an object; also when there is none, with {@code error}
   */
  String ask(AdminQuestion question, String json);
}
