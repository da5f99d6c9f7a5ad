package beamline.router.postgres.access;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Role;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.spi.AccessStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Roles and grants in tables that all nodes share, and that anybody may read and change by SQL.
 * Nothing is kept here.
 */
final class PostgresAccessStore implements AccessStore {
  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Database database;
  private final AccessTables tables;

  PostgresAccessStore(Database database, DatabaseSettings settings) {
    this.database = database;
    tables = new AccessTables(settings);
  }

  @Override
  public List<Role> roles() {
    return database.transaction(tables::roles);
  }

  @Override
  public Optional<Role> role(String roleId) {
    return isId(roleId)
        ? database.transaction(session -> tables.role(session, roleId)).stream().findFirst()
        : Optional.empty();
  }

  @Override
  public void putRole(Role role) {
    database.transaction(
        session -> {
          tables.putRole(session, role);
          return role;
        });
  }

  @Override
  public boolean deleteRole(String roleId) {
    return isId(roleId) && database.transaction(session -> tables.deleteRole(session, roleId));
  }

  @Override
  public List<Grant> grants(String tenantId) {
    return isTenant(tenantId)
        ? database.transaction(session -> tables.grants(session, tenantId))
        : List.of();
  }

  @Override
  public List<Grant> grantsOf(String userId) {
    return isId(userId)
        ? database.transaction(session -> tables.grantsOf(session, userId))
        : List.of();
  }

  @Override
  public void grant(Grant grant) {
    try {
      database.attempt(
          session -> {
            tables.grant(session, grant);
            return grant;
          });
    } catch (SQLException e) {
      if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
        throw new RouterException(
            ErrorCode.INVALID_REQUEST, "there is no role " + grant.roleId() + " to be granted", e);
      }
      throw database.failure(e);
    }
  }

  @Override
  public boolean revoke(String userId, String tenantId, String roleId) {
    return isId(userId)
        && isTenant(tenantId)
        && isId(roleId)
        && database.transaction(session -> tables.revoke(session, userId, tenantId, roleId));
  }

  @Override
  public Optional<String> owner(String tenantId, String resource, String id) {
    return isTenant(tenantId) && isId(resource) && PolicyKey.isId(id)
        ? database.transaction(session -> tables.owner(session, tenantId, resource, id))
        : Optional.empty();
  }

  @Override
  public boolean own(String tenantId, String resource, String id, String userId) {
    return database.transaction(session -> tables.own(session, tenantId, resource, id, userId));
  }

  @Override
  public void disown(String tenantId, String resource, String id) {
    database.transaction(
        session -> {
          tables.disown(session, tenantId, resource, id);
          return id;
        });
  }

  @Override
  public void close() {
    database.close();
  }

  private static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static boolean isTenant(String text) {
    return text.equals(Grant.ALL_TENANTS) || PolicyKey.isId(text);
  }
}
