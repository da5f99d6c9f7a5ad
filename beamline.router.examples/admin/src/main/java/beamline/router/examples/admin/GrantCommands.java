package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.DeleteGrantRequest;
import beamline.router.grpc.v1.Grant;
import beamline.router.grpc.v1.ListGrantsRequest;
import beamline.router.grpc.v1.ListGrantsResponse;
import beamline.router.grpc.v1.PutGrantRequest;
import beamline.router.grpc.v1.PutGrantResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Who has which role. */
final class GrantCommands {
  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of(
              "grants TENANT", "Lists who has a role, '*' for all tenants", GrantCommands::list),
          AdminCommand.of("grant USER TENANT ROLE", "Gives a role to a user", GrantCommands::grant)
              .option(
                  "--until INSTANT", "when it ends, such as 2030-01-31T00:00:00Z (default: never)")
              .option("--for TIME", "how long it lasts from now on, such as 90d"),
          AdminCommand.of(
              "revoke USER TENANT ROLE", "Takes a role from a user", GrantCommands::revoke));

  private GrantCommands() {}

  private static Answer list(Node node, Arguments arguments) {
    ListGrantsResponse grants =
        node.access()
            .listGrants(
                ListGrantsRequest.newBuilder().setTenantId(arguments.operands().get(0)).build());
    Table table = new Table("USER", "TENANT", "ROLE", "ENDS", "GRANTED BY", "GRANTED");
    for (Grant grant : grants.getGrantsList()) {
      table.row(
          grant.getUserId(),
          grant.getTenantId(),
          grant.getRoleId(),
          Moments.shown(grant.hasExpiresAt(), grant.getExpiresAt()),
          grant.getAssignedBy(),
          Moments.shown(grant.hasAssignedAt(), grant.getAssignedAt()));
    }
    return Answer.of(grants, table);
  }

  private static Answer grant(Node node, Arguments arguments) throws UsageException {
    List<String> operands = arguments.operands();
    Grant.Builder wanted =
        Grant.newBuilder()
            .setUserId(operands.get(0))
            .setTenantId(operands.get(1))
            .setRoleId(operands.get(2));
    end(arguments).map(Moments::of).ifPresent(wanted::setExpiresAt);
    PutGrantResponse answer =
        node.access().putGrant(PutGrantRequest.newBuilder().setGrant(wanted).build());
    Grant granted = answer.getGrant();
    return Answer.of(
        answer,
        words(operands, "has")
            + (granted.hasExpiresAt()
                ? " until " + Moments.shown(true, granted.getExpiresAt())
                : ""));
  }

  private static Optional<Instant> end(Arguments arguments) throws UsageException {
    Optional<String> until = arguments.value("--until");
    if (until.isEmpty()) {
      return arguments.duration("--for").map(Instant.now()::plus);
    }
    if (arguments.has("--for")) {
      throw new UsageException("--until and --for say two ends");
    }
    try {
      return until.map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--until is '" + until.get() + "', must be a time such as 2030-01-31T00:00:00Z");
    }
  }

  private static Answer revoke(Node node, Arguments arguments) {
    List<String> operands = arguments.operands();
    return Answer.of(
        node.access()
            .deleteGrant(
                DeleteGrantRequest.newBuilder()
                    .setUserId(operands.get(0))
                    .setTenantId(operands.get(1))
                    .setRoleId(operands.get(2))
                    .build()),
        words(operands, "does not have") + " any more");
  }

  private static String words(List<String> operands, String verb) {
    return operands.get(0)
        + " "
        + verb
        + " role "
        + operands.get(2)
        + " for tenant "
        + operands.get(1);
  }
}
