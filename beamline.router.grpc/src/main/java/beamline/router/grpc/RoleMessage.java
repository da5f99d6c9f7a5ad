package beamline.router.grpc;

import beamline.router.api.admin.Permission;
import beamline.router.grpc.v1.Role;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Roles as messages, and back. */
final class RoleMessage {
  private static final int LONGEST_DESCRIPTION = 1000;

  private RoleMessage() {}

  static Role of(beamline.router.api.admin.Role role) {
    return Role.newBuilder()
        .setRoleId(role.id())
        .setDescription(role.description())
        .addAllPermissions(role.permissions().stream().sorted().map(Permission::id).toList())
        .setBuiltIn(beamline.router.api.admin.Role.isBuiltIn(role.id()))
        .build();
  }

  static beamline.router.api.admin.Role role(Role message) {
    String id = Fields.userOrRole("role.role_id", message.getRoleId());
    String description =
        Fields.printable("role.description", message.getDescription(), LONGEST_DESCRIPTION);
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (int i = 0; i < message.getPermissionsCount(); i++) {
      permissions.add(permission("role.permissions[" + i + "]", message.getPermissions(i)));
    }
    return new beamline.router.api.admin.Role(id, description, permissions);
  }

  private static Permission permission(String field, String id) {
    return Permission.of(id)
        .orElseThrow(
            () ->
                Fields.invalid(
                    field,
                    Fields.quoted(id),
                    Stream.of(Permission.values())
                        .map(Permission::id)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }
}
