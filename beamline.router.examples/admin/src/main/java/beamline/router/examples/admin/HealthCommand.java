package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.ExitStatus;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.util.List;

/** {@code beamline-admin health}. */
final class HealthCommand {
  static final List<AdminCommand> ALL =
      List.of(AdminCommand.of("health", "Tells whether the node serves", HealthCommand::ask));

  private HealthCommand() {}

  private static Answer ask(Node node, Arguments arguments) {
    boolean serves =
        node.health().check(HealthCheckRequest.getDefaultInstance()).getStatus()
            == ServingStatus.SERVING;
    return (json, console) -> {
      if (json) {
        console.json("ok", serves, "target", node.target(), "serving", serves);
      } else {
        console.line(node.target() + (serves ? " serves" : " does not serve"));
      }
      return serves ? ExitStatus.OK : ExitStatus.NO;
    };
  }
}
