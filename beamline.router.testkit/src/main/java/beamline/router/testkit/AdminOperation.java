package beamline.router.testkit;

import beamline.router.api.ErrorTable;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.api.admin.TenantList;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that an {@link Administration} can be asked to do, with what is needed for it: the
 * table by which edges are tested. An operation that may be done can still fail, since there is no
 * such policy or another revision of it; one that may not is refused before anything else.
 */
public enum AdminOperation {
  /** Reads a policy. */
  GET_POLICY(
      Permission.POLICY_READ, true, (admin, tenant, folder) -> admin.policies().get(key(tenant))),
  /** Lists the policies of a tenant. */
  LIST_POLICIES(
      Permission.POLICY_READ, true, (admin, tenant, folder) -> admin.policies().list(tenant)),
  /** Reads former revisions of a policy. */
  POLICY_HISTORY(
      Permission.POLICY_READ,
      true,
      (admin, tenant, folder) -> admin.policies().history(key(tenant), 1)),
  /** Checks a document. */
  CHECK_POLICY(
      Permission.POLICY_READ,
      true,
      (admin, tenant, folder) -> admin.policies().check(document(tenant))),
  /** Analyses a document. */
  ANALYZE_POLICY(
      Permission.POLICY_READ,
      true,
      (admin, tenant, folder) -> admin.policies().analysis().complexity(document(tenant))),
  /** Compares documents. */
  DIFF_POLICIES(
      Permission.POLICY_READ,
      true,
      (admin, tenant, folder) ->
          admin.policies().analysis().diff(document(tenant), document(tenant))),
  /** Stores a policy. */
  PUT_POLICY(
      Permission.POLICY_WRITE,
      true,
      (admin, tenant, folder) -> admin.policies().put(document(tenant))),
  /** Stores a former revision again. */
  ROLLBACK_POLICY(
      Permission.POLICY_WRITE,
      true,
      (admin, tenant, folder) -> admin.policies().rollback(key(tenant), 1, Long.MAX_VALUE)),
  /** Removes a policy. */
  DELETE_POLICY(
      Permission.POLICY_DELETE,
      true,
      (admin, tenant, folder) -> admin.policies().delete(key(tenant), Long.MAX_VALUE)),
  /** Looks at what cannot be used. */
  QUARANTINED_POLICIES(
      Permission.POLICY_READ, false, (admin, tenant, folder) -> admin.policies().quarantined()),
  /** Stores the policies of a folder. */
  IMPORT_POLICIES(
      Permission.POLICY_WRITE,
      false,
      (admin, tenant, folder) -> admin.policies().importFrom(folder)),
  /** Says what an import would do. */
  TRY_IMPORT(
      Permission.POLICY_READ, false, (admin, tenant, folder) -> admin.policies().tryImport(folder)),
  /** Writes policies to a folder. */
  EXPORT_POLICIES(
      Permission.POLICY_READ, false, (admin, tenant, folder) -> admin.policies().exportTo(folder)),
  /** Reads the kill switch. */
  GET_ASSIGNMENTS_ENABLED(
      Permission.CONFIG_READ,
      false,
      (admin, tenant, folder) -> admin.controls().assignmentsEnabled()),
  /** Sets the kill switch. */
  SET_ASSIGNMENTS_ENABLED(
      Permission.CONFIG_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.controls().assignmentsEnabled(true);
        return true;
      }),
  /** Reads who may ask. */
  GET_INTAKE_TENANTS(
      Permission.CONFIG_READ, false, (admin, tenant, folder) -> admin.controls().intakeTenants()),
  /** Sets who may ask. */
  SET_INTAKE_TENANTS(
      Permission.CONFIG_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.controls().intakeTenants(TenantList.all());
        return true;
      }),
  /** Reads whose assignments are published. */
  GET_PUSH_TENANTS(
      Permission.CONFIG_READ, false, (admin, tenant, folder) -> admin.controls().pushTenants()),
  /** Sets whose assignments are published. */
  SET_PUSH_TENANTS(
      Permission.CONFIG_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.controls().pushTenants(TenantList.all());
        return true;
      }),
  /** Reads whose results count. */
  GET_RESULT_TENANTS(
      Permission.CONFIG_READ, false, (admin, tenant, folder) -> admin.controls().resultTenants()),
  /** Sets whose results count. */
  SET_RESULT_TENANTS(
      Permission.CONFIG_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.controls().resultTenants(TenantList.all());
        return true;
      }),
  /** Reads how errors look. */
  GET_ERROR_TABLE(
      Permission.CONFIG_READ, false, (admin, tenant, folder) -> admin.controls().errorTable()),
  /** Sets how errors look. */
  SET_ERROR_TABLE(
      Permission.CONFIG_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.controls().errorTable(ErrorTable.defaults());
        return true;
      }),
  /** Lists the roles. */
  LIST_ROLES(Permission.ACCESS_READ, false, (admin, tenant, folder) -> admin.access().roles()),
  /** Stores a role that allows nothing. */
  PUT_ROLE(
      Permission.ACCESS_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.access().putRole(idle());
        return true;
      }),
  /** Removes a role. */
  DELETE_ROLE(
      Permission.ACCESS_WRITE, false, (admin, tenant, folder) -> admin.access().deleteRole("none")),
  /** Lists who has roles. */
  LIST_GRANTS(
      Permission.ACCESS_READ, true, (admin, tenant, folder) -> admin.access().grants(tenant)),
  /** Grants {@link #IDLE}, which has to be there. */
  GRANT_ROLE(
      Permission.ACCESS_WRITE,
      true,
      (admin, tenant, folder) -> admin.access().grant(Grant.of("somebody", tenant, idle().id()))),
  /** Revokes a role. */
  REVOKE_ROLE(
      Permission.ACCESS_WRITE,
      true,
      (admin, tenant, folder) -> admin.access().revoke("somebody", tenant, idle().id())),
  /** Asks what somebody may do. */
  CHECK_ACCESS(
      Permission.ACCESS_READ,
      true,
      (admin, tenant, folder) ->
          admin.access().permits("somebody", tenant, Permission.POLICY_READ)),
  /** Reads what is set for a tenant. */
  GET_LIMITS(Permission.CONFIG_READ, true, (admin, tenant, folder) -> admin.limits().of(tenant)),
  /** Reads what is set for all tenants. */
  LIST_LIMITS(Permission.CONFIG_READ, false, (admin, tenant, folder) -> admin.limits().all()),
  /** Sets limits of a tenant. */
  PUT_LIMITS(
      Permission.CONFIG_WRITE,
      true,
      (admin, tenant, folder) -> admin.limits().put(TenantSettings.none(tenant))),
  /** Reads when limits were exceeded. */
  QUOTA_VIOLATIONS(
      Permission.CONFIG_READ,
      true,
      (admin, tenant, folder) -> admin.limits().violations(tenant, 1)),
  /** Reads how the budgets of a tenant stand. */
  GET_BUDGETS(Permission.CONFIG_READ, true, (admin, tenant, folder) -> admin.budgets().of(tenant)),
  /** Sets a budget. */
  PUT_BUDGET(
      Permission.CONFIG_WRITE,
      true,
      (admin, tenant, folder) ->
          admin.budgets().put(BudgetKey.ofTenant(tenant), new Budget(1, Budget.Period.DAY))),
  /** Removes a budget. */
  REMOVE_BUDGET(
      Permission.CONFIG_WRITE,
      true,
      (admin, tenant, folder) -> admin.budgets().remove(BudgetKey.ofTenant(tenant))),
  /** Lists the chains of the audit log. */
  LIST_AUDIT_CHAINS(
      Permission.AUDIT_READ, false, (admin, tenant, folder) -> admin.audit().chains()),
  /** Reads what the audit log has of a tenant. */
  READ_AUDIT_LOG(
      Permission.AUDIT_READ,
      true,
      (admin, tenant, folder) -> admin.audit().entries("matrix", 1, 1, tenant)),
  /** Lists the registered extensions. */
  LIST_EXTENSIONS(
      Permission.EXTENSION_READ, false, (admin, tenant, folder) -> admin.extensions().all()),
  /** Reads a registered extension. */
  GET_EXTENSION(
      Permission.EXTENSION_READ,
      false,
      (admin, tenant, folder) -> admin.extensions().get("extension")),
  /** Registers an extension. */
  PUT_EXTENSION(
      Permission.EXTENSION_WRITE,
      false,
      (admin, tenant, folder) ->
          admin.extensions().put(ExtensionDocument.of("extension", "{\"type\":\"validator\"}"))),
  /** Removes an extension. */
  DELETE_EXTENSION(
      Permission.EXTENSION_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.extensions().delete("extension", Long.MAX_VALUE);
        return true;
      }),
  /** Lets an extension be called. */
  ENABLE_EXTENSION(
      Permission.EXTENSION_WRITE,
      false,
      (admin, tenant, folder) -> admin.extensions().enable("extension", true)),
  /** Adds a version of an extension. */
  ROLL_OUT_VERSION(
      Permission.EXTENSION_WRITE,
      false,
      (admin, tenant, folder) -> admin.extensions().rollOut("extension", "{\"version\":\"v2\"}")),
  /** Takes a version of an extension out of service. */
  ROLL_BACK_VERSION(
      Permission.EXTENSION_WRITE,
      false,
      (admin, tenant, folder) -> admin.extensions().rollBack("extension", "v2")),
  /** Reads the store of extensions again. */
  RELOAD_EXTENSIONS(
      Permission.EXTENSION_WRITE,
      false,
      (admin, tenant, folder) -> {
        admin.extensions().reload();
        return true;
      }),
  /** Changes in a policy what the failure of an extension means; the answer is the policy. */
  SET_EXTENSION_MODE(
      Permission.POLICY_WRITE,
      true,
      (admin, tenant, folder) ->
          admin.extensions().mode(key(tenant), "extension", ExtensionMode.REQUIRED),
      Permission.POLICY_READ),
  /** Asks how extensions do. */
  EXTENSION_HEALTH(
      Permission.EXTENSION_READ,
      false,
      (admin, tenant, folder) -> admin.ask(AdminQuestion.EXTENSION_HEALTH, question(tenant))),
  /** Asks for the breakers of a tenant's providers. */
  CIRCUIT_BREAKER_STATES(
      Permission.METRICS_READ,
      true,
      (admin, tenant, folder) -> admin.ask(AdminQuestion.CIRCUIT_BREAKER_STATES, question(tenant))),
  /** Asks how a request would be decided. */
  DRY_RUN(
      Permission.POLICY_READ,
      true,
      (admin, tenant, folder) -> admin.ask(AdminQuestion.DRY_RUN, question(tenant))),
  /** Asks how much a policy asks of extensions. */
  COMPLEXITY(
      Permission.POLICY_READ,
      true,
      (admin, tenant, folder) -> admin.ask(AdminQuestion.COMPLEXITY, question(tenant)));

  /** A role that allows nothing. */
  public static final Role IDLE = new Role("idle", "allows nothing", Set.of());

  private static final String POLICY = "matrix";

  @SuppressWarnings("ImmutableEnumChecker") // never changed
  private final Set<Permission> permissions;

  private final boolean ofTenant;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Work work;

  private interface Work {
    Object on(Administration admin, String tenantId, Path folder);
  }

  AdminOperation(Permission permission, boolean ofTenant, Work work, Permission... more) {
    this.permissions =
        Stream.concat(Stream.of(permission), Stream.of(more))
            .collect(Collectors.toUnmodifiableSet());
    this.ofTenant = ofTenant;
    this.work = work;
  }

  /** What it needs, all of it. */
  public Set<Permission> permissions() {
    return permissions;
  }

  /** Whether it concerns one tenant; else the router as a whole. */
  public boolean ofTenant() {
    return ofTenant;
  }

  /**
   * Whether it may be done by who has a role.
   *
   * @param grantedFor the tenant that the role was granted for, or {@link Grant#ALL_TENANTS}
   * @param tenantId whom it is done to
   */
  public boolean isAllowed(Role role, String grantedFor, String tenantId) {
    return role.permissions().containsAll(permissions)
        && (grantedFor.equals(Grant.ALL_TENANTS) || (ofTenant && grantedFor.equals(tenantId)));
  }

  /**
   * Does it.
   *
   * @param folder an empty folder
   */
  public void perform(Administration admin, String tenantId, Path folder) {
    Object unused = work.on(admin, tenantId, folder);
  }

  private static Role idle() {
    return IDLE;
  }

  private static PolicyKey key(String tenantId) {
    return new PolicyKey(tenantId, POLICY);
  }

  private static PolicyDocument document(String tenantId) {
    return PolicyDocument.of(
        tenantId, POLICY, "{\"providers\":[{\"id\":\"openai:gpt-4o\",\"weight\":1}]}");
  }

  private static String question(String tenantId) {
    return "{\"tenant_id\":\"" + tenantId + "\",\"policy_id\":\"" + POLICY + "\"}";
  }
}
