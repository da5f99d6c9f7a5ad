package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Numbers;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.ExtensionHealth;
import beamline.router.grpc.v1.GetExtensionHealthRequest;
import beamline.router.grpc.v1.GetExtensionHealthResponse;
import beamline.router.grpc.v1.SetExtensionModeRequest;
import beamline.router.grpc.v1.SetExtensionModeRequest.Mode;
import beamline.router.grpc.v1.SetExtensionModeResponse;
import java.util.List;
import java.util.Locale;

/** What extensions mean to policies, and how their calls went. */
final class ExtensionUseCommands {
  private static final List<Mode> MODES =
      List.of(Mode.REQUIRED, Mode.OPTIONAL, Mode.BLOCK, Mode.WARN, Mode.IGNORE);

  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of(
                  "set-mode ID MODE",
                  "Changes what the failure of an extension means in a policy",
                  ExtensionUseCommands::mode)
              .operand("MODE", "required or optional; for a validator block, warn or ignore")
              .option("--tenant TENANT", "whose policy")
              .option("--policy POLICY", "which policy"),
          AdminCommand.of(
              "extension-health",
              "Tells how calls of extensions went",
              ExtensionUseCommands::health));

  private ExtensionUseCommands() {}

  private static Answer mode(Node node, Arguments arguments) throws UsageException {
    String id = arguments.operands().get(0);
    String tenant = required(arguments, "--tenant", "whose policy it is");
    String policy = required(arguments, "--policy", "which policy it is");
    Mode mode = mode(arguments.operands().get(1));
    SetExtensionModeResponse answer =
        node.extensions()
            .setExtensionMode(
                SetExtensionModeRequest.newBuilder()
                    .setTenantId(tenant)
                    .setPolicyId(policy)
                    .setExtensionId(id)
                    .setMode(mode)
                    .build());
    return Answer.of(
        answer,
        "extension "
            + id
            + " is "
            + word(mode)
            + " in policy "
            + tenant
            + "/"
            + policy
            + ", revision "
            + answer.getRevision());
  }

  private static String required(Arguments arguments, String option, String what)
      throws UsageException {
    return arguments
        .value(option)
        .orElseThrow(() -> new UsageException(option + " is missing, must be " + what));
  }

  private static Mode mode(String word) throws UsageException {
    return MODES.stream()
        .filter(mode -> word(mode).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "MODE is '" + word + "', must be required, optional, block, warn or ignore"));
  }

  private static String word(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static Answer health(Node node, Arguments arguments) {
    GetExtensionHealthResponse answer =
        node.extensions().getExtensionHealth(GetExtensionHealthRequest.getDefaultInstance());
    Table table =
        new Table(
            "EXTENSION",
            "STATUS",
            ">SUCCEEDED",
            ">FAILED",
            ">RATE",
            ">P50 MS",
            ">P95 MS",
            ">P99 MS",
            "BREAKER");
    for (ExtensionHealth health : answer.getExtensionsList()) {
      table.row(
          health.getExtensionId(),
          health.getStatus(),
          health.getSuccessCount(),
          health.getFailureCount(),
          Numbers.percent(health.getSuccessRate()),
          millis(health.hasP50LatencyMs(), health.getP50LatencyMs()),
          millis(health.hasP95LatencyMs(), health.getP95LatencyMs()),
          millis(health.hasP99LatencyMs(), health.getP99LatencyMs()),
          health.getCircuitBreakerState());
    }
    return Answer.of(answer, table);
  }

  private static String millis(boolean known, double millis) {
    return known ? String.format(Locale.ROOT, "%.1f", millis) : "-";
  }
}
