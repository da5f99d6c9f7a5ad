package beamline.router.memory.access;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Role;
import beamline.router.spi.AccessStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Roles, grants and owners in maps, each call under one lock. */
final class MemoryAccessStore implements AccessStore {
  private static final Comparator<GrantId> ORDER =
      Comparator.comparing(GrantId::tenantId)
          .thenComparing(GrantId::userId)
          .thenComparing(GrantId::roleId);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Role> roles = new TreeMap<>();
  private final Map<GrantId, Grant> grants = new TreeMap<>(ORDER);
  private final Map<Thing, String> owners = new HashMap<>();

  private record GrantId(String tenantId, String userId, String roleId) {}

  private record Thing(String tenantId, String resource, String id) {}

  @Override
  public List<Role> roles() {
    lock.lock();
    try {
      return List.copyOf(roles.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Role> role(String roleId) {
    lock.lock();
    try {
      return Optional.ofNullable(roles.get(roleId));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putRole(Role role) {
    lock.lock();
    try {
      roles.put(role.id(), role);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean deleteRole(String roleId) {
    lock.lock();
    try {
      grants.keySet().removeIf(grant -> grant.roleId().equals(roleId));
      return roles.remove(roleId) != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Grant> grants(String tenantId) {
    return grants(grant -> grant.tenantId().equals(tenantId));
  }

  @Override
  public List<Grant> grantsOf(String userId) {
    return grants(grant -> grant.userId().equals(userId));
  }

  private List<Grant> grants(Predicate<Grant> wanted) {
    lock.lock();
    try {
      return grants.values().stream().filter(wanted).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void grant(Grant grant) {
    lock.lock();
    try {
      if (!roles.containsKey(grant.roleId()) && !Role.isBuiltIn(grant.roleId())) {
        throw new RouterException(
            ErrorCode.INVALID_REQUEST, "there is no role " + grant.roleId() + " to be granted");
      }
      grants.put(new GrantId(grant.tenantId(), grant.userId(), grant.roleId()), grant);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean revoke(String userId, String tenantId, String roleId) {
    lock.lock();
    try {
      return grants.remove(new GrantId(tenantId, userId, roleId)) != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> owner(String tenantId, String resource, String id) {
    lock.lock();
    try {
      return Optional.ofNullable(owners.get(new Thing(tenantId, resource, id)));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean own(String tenantId, String resource, String id, String userId) {
    Objects.requireNonNull(userId, "userId");
    lock.lock();
    try {
      return owners.putIfAbsent(new Thing(tenantId, resource, id), userId) == null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void disown(String tenantId, String resource, String id) {
    lock.lock();
    try {
      owners.remove(new Thing(tenantId, resource, id));
    } finally {
      lock.unlock();
    }
  }
}
