package beamline.router.api.admin;

import java.util.List;

/**
 * Who may do what: roles, and who has them for which tenant. What nobody granted is refused. A
 * change counts for the next call on every edge. Calls go to the access store and may block. Safe
 * for concurrent use.
 *
 * <p>Every method throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN} when the store cannot be reached.
 */
public interface AccessControl {

  /** The built-in roles and those of the store, by id. */
  List<Role> roles();

  /**
   * Stores a role, or replaces it for everybody who has it.
   *
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when it is a built-in one
   */
  void putRole(Role role);

  /**
   * Removes a role, and every grant of it.
   *
   * @return whether there was such a role
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when it is a built-in one
   */
  boolean deleteRole(String roleId);

  /** The grants for a tenant, by user; those that have expired included. */
  List<Grant> grants(String tenantId);

  /**
   * Grants a role, or replaces the grant of the same role to the same user for the same tenant.
   *
   * @return the grant as stored
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when there is no such role
   */
  Grant grant(Grant grant);

  /**
   * Takes a role away; effective when this returns.
   *
   * @return whether the user had it
   */
  boolean revoke(String userId, String tenantId, String roleId);

  /** Whether a user may do something for a tenant now. */
  boolean permits(String userId, String tenantId, Permission permission);
}
