package beamline.router.postgres.access;

import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements on the tables {@code rbac_*}. Immutable. */
final class AccessTables {
  private static final String GRANT_COLUMNS =
      "user_id, tenant_id, role_id, assigned_by, assigned_at, expires_at";

  private final DatabaseSettings settings;
  private final String roles;
  private final String grants;

  AccessTables(DatabaseSettings settings) {
    this.settings = settings;
    roles =
        "SELECT role_id, description, permission_id FROM "
            + settings.named("rbac_roles")
            + " LEFT JOIN "
            + settings.named("rbac_role_permissions")
            + " USING (role_id)";
    grants = "SELECT " + GRANT_COLUMNS + " FROM " + settings.named("rbac_user_roles");
  }

  List<Role> roles(Session session) throws SQLException {
    return roles(session, roles + " ORDER BY role_id");
  }

  List<Role> role(Session session, String roleId) throws SQLException {
    return roles(session, roles + " WHERE role_id = ?", roleId);
  }

  void putRole(Session session, Role role) throws SQLException {
    update(
        session,
        "INSERT INTO "
            + settings.named("rbac_roles")
            + " (role_id, role_name, description) VALUES (?, ?, ?) ON CONFLICT (role_id)"
            + " DO UPDATE SET description = excluded.description, updated_at = now()",
        role.id(),
        role.id(),
        role.description());
    String table = settings.named("rbac_role_permissions");
    update(session, "DELETE FROM " + table + " WHERE role_id = ?", role.id());
    for (Permission permission : role.permissions()) {
      update(
          session,
          "INSERT INTO " + table + " (role_id, permission_id) VALUES (?, ?)",
          role.id(),
          permission.id());
    }
  }

  /** Its grants go with it. */
  boolean deleteRole(Session session, String roleId) throws SQLException {
    String sql = "DELETE FROM " + settings.named("rbac_roles") + " WHERE role_id = ?";
    return update(session, sql, roleId) > 0;
  }

  List<Grant> grants(Session session, String tenantId) throws SQLException {
    String sql = grants + " WHERE tenant_id = ? ORDER BY user_id, role_id";
    return grants(session, sql, tenantId);
  }

  List<Grant> grantsOf(Session session, String userId) throws SQLException {
    String sql = grants + " WHERE user_id = ? ORDER BY tenant_id, role_id";
    return grants(session, sql, userId);
  }

  void grant(Session session, Grant grant) throws SQLException {
    update(
        session,
        "INSERT INTO "
            + settings.named("rbac_user_roles")
            + " ("
            + GRANT_COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, tenant_id, role_id) DO UPDATE SET"
            + " assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at,"
            + " expires_at = excluded.expires_at",
        grant.userId(),
        grant.tenantId(),
        grant.roleId(),
        grant.assignedBy(),
        time(grant.assignedAt()),
        grant.expiresAt().map(AccessTables::time).orElse(null));
  }

  boolean revoke(Session session, String userId, String tenantId, String roleId)
      throws SQLException {
    String sql =
        "DELETE FROM "
            + settings.named("rbac_user_roles")
            + " WHERE user_id = ? AND tenant_id = ? AND role_id = ?";
    return update(session, sql, userId, tenantId, roleId) > 0;
  }

  Optional<String> owner(Session session, String tenantId, String resource, String id)
      throws SQLException {
    String sql =
        "SELECT user_id FROM "
            + settings.named("rbac_owners")
            + " WHERE tenant_id = ? AND resource_type = ? AND resource_id = ?";
    try (PreparedStatement select = prepare(session, sql, tenantId, resource, id);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  boolean own(Session session, String tenantId, String resource, String id, String userId)
      throws SQLException {
    String sql =
        "INSERT INTO "
            + settings.named("rbac_owners")
            + " (tenant_id, resource_type, resource_id, user_id) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING";
    return update(session, sql, tenantId, resource, id, userId) > 0;
  }

  void disown(Session session, String tenantId, String resource, String id) throws SQLException {
    String sql =
        "DELETE FROM "
            + settings.named("rbac_owners")
            + " WHERE tenant_id = ? AND resource_type = ? AND resource_id = ?";
    update(session, sql, tenantId, resource, id);
  }

  /**
   * The rows of a role follow one another; permissions that this release does not know do not
   * count.
   */
  private static List<Role> roles(Session session, String sql, Object... parameters)
      throws SQLException {
    List<Role> roles = new ArrayList<>();
    try (PreparedStatement select = prepare(session, sql, parameters);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String id = rows.getString(1);
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        if (!roles.isEmpty() && roles.get(roles.size() - 1).id().equals(id)) {
          permissions.addAll(roles.remove(roles.size() - 1).permissions());
        }
        String permission = rows.getString(3);
        Optional.ofNullable(permission).flatMap(Permission::of).ifPresent(permissions::add);
        roles.add(new Role(id, rows.getString(2), permissions));
      }
    }
    roles.removeIf(role -> Role.isBuiltIn(role.id()));
    return roles;
  }

  private static List<Grant> grants(Session session, String sql, String parameter)
      throws SQLException {
    List<Grant> grants = new ArrayList<>();
    try (PreparedStatement select = prepare(session, sql, parameter);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        OffsetDateTime end = rows.getObject(6, OffsetDateTime.class);
        grants.add(
            new Grant(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getObject(5, OffsetDateTime.class).toInstant(),
                Optional.ofNullable(end).map(OffsetDateTime::toInstant)));
      }
    }
    return grants;
  }

  private static int update(Session session, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement update = prepare(session, sql, parameters)) {
      return update.executeUpdate();
    }
  }

  private static PreparedStatement prepare(
      Session session, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = session.prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** As the database keeps it, never later. */
  private static OffsetDateTime time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
