package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AccessControl;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.access.AccessCheck;
import beamline.router.engine.store.Store;
import beamline.router.spi.AccessStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Roles and grants as one caller may see and change them. Nobody gives what it does not have, or
 * for longer than it has it: else whoever may grant one role could take all of them, and keep them.
 */
final class GuardedAccess implements AccessControl {
  private static final String ASSIGN = "assign";
  private static final String REVOKE = "revoke";
  private static final String PUT_ROLE = "put_role";
  private static final String DELETE_ROLE = "delete_role";

  private final Guard guard;
  private final AccessStore store;
  private final AccessCheck check;
  private final LongSupplier epochMillis;

  GuardedAccess(Guard guard, AccessStore store, AccessCheck check, LongSupplier epochMillis) {
    this.guard = guard;
    this.store = store;
    this.check = check;
    this.epochMillis = epochMillis;
  }

  @Override
  public List<Role> roles() {
    guard.require(Permission.ACCESS_READ, "get", Target.role(""));
    List<Role> roles = new ArrayList<>(Role.builtIn());
    Store.ACCESS.ask(store::roles).stream()
        .filter(role -> !Role.isBuiltIn(role.id()))
        .forEach(roles::add);
    roles.sort(Comparator.comparing(Role::id));
    return List.copyOf(roles);
  }

  @Override
  public void putRole(Role role) {
    Target target = Target.role(role.id());
    guard.require(Permission.ACCESS_WRITE, PUT_ROLE, target);
    requireCustom(role.id());
    requireOwn(role.permissions(), Instant.MAX, PUT_ROLE, target); // a role has no end
    guard.change(
        PUT_ROLE,
        target,
        () ->
            Store.ACCESS.ask(
                () -> {
                  store.putRole(role);
                  return role;
                }),
        stored -> Map.of("permissions", text(stored)));
  }

  @Override
  public boolean deleteRole(String roleId) {
    Grant.of("any", Grant.ALL_TENANTS, roleId); // refuses what cannot be an id
    Target target = Target.role(roleId);
    guard.require(Permission.ACCESS_WRITE, DELETE_ROLE, target);
    requireCustom(roleId);
    return guard.change(
        DELETE_ROLE,
        target,
        () -> Store.ACCESS.ask(() -> store.deleteRole(roleId)),
        found -> Map.of("found", found));
  }

  private static void requireCustom(String roleId) {
    if (Role.isBuiltIn(roleId)) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST, "role " + roleId + " is built in and cannot be changed");
    }
  }

  @Override
  public List<Grant> grants(String tenantId) {
    requireTenant(tenantId);
    guard.require(Permission.ACCESS_READ, "get", Target.grant(tenantId, ""));
    return Store.ACCESS.ask(() -> store.grants(tenantId));
  }

  @Override
  public Grant grant(Grant grant) {
    requireTenant(grant.tenantId());
    Target target = Target.grant(grant.tenantId(), grant.userId());
    guard.require(Permission.ACCESS_WRITE, ASSIGN, target);
    requireOwn(
        role(grant.roleId()).permissions(), grant.expiresAt().orElse(Instant.MAX), ASSIGN, target);
    Grant stored =
        new Grant(
            grant.userId(),
            grant.tenantId(),
            grant.roleId(),
            guard.principal().id(),
            Instant.ofEpochMilli(epochMillis.getAsLong()),
            grant.expiresAt());
    return guard.change(
        ASSIGN,
        target,
        () ->
            Store.ACCESS.ask(
                () -> {
                  store.grant(stored);
                  return stored;
                }),
        GuardedAccess::facts);
  }

  private Role role(String roleId) {
    return Role.builtIn().stream()
        .filter(role -> role.id().equals(roleId))
        .findFirst()
        .or(() -> Store.ACCESS.ask(() -> store.role(roleId)))
        .orElseThrow(
            () -> new RouterException(ErrorCode.INVALID_REQUEST, "there is no role " + roleId));
  }

  /** What is given must be the caller's own, and for as long. */
  private void requireOwn(Set<Permission> given, Instant until, String action, Target target) {
    Map<Permission, Instant> own = guard.permissions(action, target);
    for (Permission permission : new TreeSet<>(given)) {
      Instant end = own.get(permission);
      if (end == null) {
        throw guard.refusal(permission, action, target);
      }
      if (until.isAfter(end)) {
        throw guard.refusal(permission, end, action, target);
      }
    }
  }

  @Override
  public boolean revoke(String userId, String tenantId, String roleId) {
    requireTenant(tenantId);
    Grant.of(userId, tenantId, roleId); // refuses what cannot be ids
    Target target = Target.grant(tenantId, userId);
    guard.require(Permission.ACCESS_WRITE, REVOKE, target);
    return guard.change(
        REVOKE,
        target,
        () -> Store.ACCESS.ask(() -> store.revoke(userId, tenantId, roleId)),
        found -> Map.of("role", roleId, "found", found));
  }

  @Override
  public boolean permits(String userId, String tenantId, Permission permission) {
    requireTenant(tenantId);
    Grant.of(userId, tenantId, Role.VIEWER.id()); // refuses what cannot be ids
    Objects.requireNonNull(permission, "permission");
    guard.require(Permission.ACCESS_READ, "get", Target.grant(tenantId, userId));
    return check.granted(userId, tenantId).contains(permission);
  }

  private static void requireTenant(String tenantId) {
    if (!tenantId.equals(Grant.ALL_TENANTS)) {
      new PolicyKey(tenantId, "any"); // refuses what cannot be an id
    }
  }

  private static Map<String, Object> facts(Grant grant) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("role", grant.roleId());
    grant.expiresAt().ifPresent(end -> facts.put("expires_at", end.toString()));
    return facts;
  }

  private static String text(Role role) {
    return String.join(
        ",", new TreeSet<>(role.permissions()).stream().map(Permission::id).toList());
  }
}
