package beamline.router.spi;

import beamline.router.api.RouterComponent;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Role;
import java.util.List;
import java.util.Optional;

/**
 * Roles, who has them, and who owns what. The engine asks it for every administrative call and
 * remembers nothing, so that a change counts at once for every node of a fleet. Calls may block;
 * none is on the decision path. Safe for concurrent use.
 *
 * <p>A store that cannot be reached throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN}; nobody may do anything then.
 */
public interface AccessStore extends RouterComponent {

  /** The custom roles, by id; the {@linkplain Role#builtIn() built-in} ones are not among them. */
  List<Role> roles();

  /** A custom role. */
  Optional<Role> role(String roleId);

  /** Stores a role, whatever was there. */
  void putRole(Role role);

  /**
   * Removes a role and every grant of it.
   *
   * @return whether there was such a role
   */
  boolean deleteRole(String roleId);

  /**
   * The grants for exactly this tenant, by user and role; {@link Grant#ALL_TENANTS} is one of its
   * own.
   */
  List<Grant> grants(String tenantId);

  /** The grants of a user, for whatever tenant, by tenant and role. */
  List<Grant> grantsOf(String userId);

  /**
   * Stores a grant, instead of one of the same user, tenant and role. No race leaves a grant of a
   * role that was removed.
   *
   * @throws beamline.router.api.RouterException with {@link
   *     beamline.router.api.ErrorCode#INVALID_REQUEST} when there is no such role, neither a
   *     {@linkplain Role#builtIn() built-in} nor a stored one
   */
  void grant(Grant grant);

  /**
   * Removes a grant.
   *
   * @return whether there was one
   */
  boolean revoke(String userId, String tenantId, String roleId);

  /**
   * Who owns a thing.
   *
   * @param resource what it is, such as {@code policy}
   */
  Optional<String> owner(String tenantId, String resource, String id);

  /**
   * Makes a user the owner of a thing that nobody owns.
   *
   * @return whether nobody owned it
   */
  boolean own(String tenantId, String resource, String id, String userId);

  /** Makes a thing nobody's. */
  void disown(String tenantId, String resource, String id);
}
