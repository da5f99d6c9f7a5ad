package beamline.router.api.admin;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A set of permissions with a name.
 *
 * @param id letters, digits, {@code _} and {@code -}, 1 to 64
 * @param description for people
 * @param permissions what it allows; everything else it does not
 */
public record Role(String id, String description, Set<Permission> permissions) {
  /** May do everything. */
  public static final Role ADMIN =
      new Role("admin", "may do everything", EnumSet.allOf(Permission.class));

  /** Changes policies and extensions, and watches. */
  public static final Role OPERATOR =
      new Role(
          "operator",
          "changes policies and extensions, and watches",
          EnumSet.of(
              Permission.POLICY_READ,
              Permission.POLICY_WRITE,
              Permission.CONFIG_READ,
              Permission.METRICS_READ,
              Permission.EXTENSION_READ,
              Permission.EXTENSION_WRITE));

  /** Only watches. */
  public static final Role VIEWER =
      new Role(
          "viewer",
          "only watches",
          EnumSet.of(Permission.POLICY_READ, Permission.METRICS_READ, Permission.EXTENSION_READ));

  public Role {
    AccessIds.require("role id", id);
    Objects.requireNonNull(description, "description");
    permissions = Set.copyOf(permissions);
  }

  /** The roles that are always there and cannot be changed. */
  public static List<Role> builtIn() {
    return List.of(ADMIN, OPERATOR, VIEWER);
  }

  /** Whether it is the id of a role that is always there. */
  public static boolean isBuiltIn(String id) {
    return builtIn().stream().anyMatch(role -> role.id().equals(id));
  }

  @Override
  public String toString() {
    return id + new TreeSet<>(permissions);
  }
}
