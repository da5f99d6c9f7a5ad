package beamline.router.engine.access;

import beamline.router.api.AdminKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.engine.store.Store;
import beamline.router.spi.AccessStore;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody may do: the one place where that is found out. The store is asked each time, so
 * that a change counts at once; what nobody granted is not allowed. Safe for concurrent use.
 */
public final class AccessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(AccessCheck.class);

  private static final String UNGUARDED =
      AdminKeys.RBAC_ENABLED
          + " is false: every caller that shows a valid key may do EVERYTHING, for every tenant";

  private final AccessStore store;
  private final boolean enabled;
  private final LongSupplier epochMillis;

  private AccessCheck(AccessStore store, boolean enabled, LongSupplier epochMillis) {
    this.store = store;
    this.enabled = enabled;
    this.epochMillis = epochMillis;
  }

  /** A check by the grants of this store. */
  public static AccessCheck of(RouterConfig config, AccessStore store, LongSupplier epochMillis) {
    boolean enabled = config.get(AdminKeys.RBAC_ENABLED);
    if (!enabled) {
      LOG.atWarn().addKeyValue(LogEvent.KEY, LogEvent.RBAC_DISABLED).log(UNGUARDED);
    }
    return new AccessCheck(store, enabled, epochMillis);
  }

  /**
   * Whether somebody may do something.
   *
   * @param tenantId for whom; {@link Grant#ALL_TENANTS} for the router as a whole
   * @throws RouterException with {@link ErrorCode#SERVICE_DOWN} when the store cannot say
   */
  public boolean permits(Principal principal, String tenantId, Permission permission) {
    return permissions(principal, tenantId).contains(permission);
  }

  /** All that somebody may do for a tenant. */
  public Set<Permission> permissions(Principal principal, String tenantId) {
    return ends(principal, tenantId).keySet();
  }

  /** All that somebody may do for a tenant, and until when; {@link Instant#MAX} for ever. */
  public Map<Permission, Instant> ends(Principal principal, String tenantId) {
    if (principal.standing().isPresent()) {
      return endless(principal.standing().get());
    }
    return enabled ? grantedUntil(principal.id(), tenantId) : endless(Role.ADMIN);
  }

  private static Map<Permission, Instant> endless(Role role) {
    Map<Permission, Instant> ends = new EnumMap<>(Permission.class);
    role.permissions().forEach(permission -> ends.put(permission, Instant.MAX));
    return ends;
  }

  /** What was granted to a user for a tenant or for all of them, as far as it counts now. */
  public Set<Permission> granted(String userId, String tenantId) {
    return grantedUntil(userId, tenantId).keySet();
  }

  /** What several grants give lasts as long as the longest of them. */
  private Map<Permission, Instant> grantedUntil(String userId, String tenantId) {
    try {
      Instant now = Instant.ofEpochMilli(epochMillis.getAsLong());
      Map<Permission, Instant> ends = new EnumMap<>(Permission.class);
      for (Grant grant : store.grantsOf(userId)) {
        if (counts(grant, tenantId) && grant.isValidAt(now)) {
          Instant end = grant.expiresAt().orElse(Instant.MAX);
          Set<Permission> given = role(grant.roleId()).map(Role::permissions).orElse(Set.of());
          given.forEach(permission -> ends.merge(permission, end, (a, b) -> a.isAfter(b) ? a : b));
        }
      }
      return ends;
    } catch (RuntimeException e) {
      throw Store.ACCESS.failed(e);
    }
  }

  private static boolean counts(Grant grant, String tenantId) {
    return grant.tenantId().equals(Grant.ALL_TENANTS) || grant.tenantId().equals(tenantId);
  }

  /** A built-in role is what it is, whatever a store has under its id. */
  private Optional<Role> role(String roleId) {
    for (Role role : Role.builtIn()) {
      if (role.id().equals(roleId)) {
        return Optional.of(role);
      }
    }
    return store.role(roleId);
  }
}
