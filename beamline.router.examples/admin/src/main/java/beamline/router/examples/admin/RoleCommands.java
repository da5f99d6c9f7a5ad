package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.DeleteRoleRequest;
import beamline.router.grpc.v1.ListRolesRequest;
import beamline.router.grpc.v1.ListRolesResponse;
import beamline.router.grpc.v1.PutRoleRequest;
import beamline.router.grpc.v1.Role;
import java.util.List;

/** What may be granted. */
final class RoleCommands {
  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of("roles", "Lists the roles", RoleCommands::list),
          AdminCommand.of("put-role ROLE", "Makes a role, or replaces it", RoleCommands::put)
              .list("--permission P", "what it permits, such as policy:read")
              .option("--description TEXT", "what it is for"),
          AdminCommand.of(
              "delete-role ROLE", "Removes a role, and every grant of it", RoleCommands::delete));

  private RoleCommands() {}

  private static Answer list(Node node, Arguments arguments) {
    ListRolesResponse roles = node.access().listRoles(ListRolesRequest.getDefaultInstance());
    Table table = new Table("ROLE", "BUILT IN", "PERMISSION", "DESCRIPTION");
    for (Role role : roles.getRolesList()) {
      List<String> permissions = role.getPermissionsList();
      table.row(
          role.getRoleId(),
          role.getBuiltIn() ? "yes" : "no",
          permissions.isEmpty() ? "-" : permissions.get(0),
          role.getDescription());
      permissions.stream().skip(1).forEach(permission -> table.row("", "", permission, ""));
    }
    return Answer.of(roles, table);
  }

  private static Answer put(Node node, Arguments arguments) throws UsageException {
    if (!arguments.has("--permission")) {
      throw new UsageException("--permission is missing, must be what the role permits");
    }
    Role role =
        Role.newBuilder()
            .setRoleId(arguments.operands().get(0))
            .setDescription(arguments.value("--description").orElse(""))
            .addAllPermissions(arguments.all("--permission"))
            .build();
    return Answer.of(
        node.access().putRole(PutRoleRequest.newBuilder().setRole(role).build()),
        "role " + role.getRoleId() + " permits " + String.join(" ", role.getPermissionsList()));
  }

  private static Answer delete(Node node, Arguments arguments) {
    String role = arguments.operands().get(0);
    return Answer.of(
        node.access().deleteRole(DeleteRoleRequest.newBuilder().setRoleId(role).build()),
        "role " + role + " is removed");
  }
}
