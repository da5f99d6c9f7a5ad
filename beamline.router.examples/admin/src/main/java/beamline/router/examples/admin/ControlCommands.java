package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.Controls;
import beamline.router.grpc.v1.GetControlsRequest;
import beamline.router.grpc.v1.PutControlsRequest;
import beamline.router.grpc.v1.TenantList;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;

/** What the node lets through. */
final class ControlCommands {
  private static final String TENANTS = "all, none, or tenants with commas between them";

  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of("controls", "Tells what is let through", ControlCommands::get),
          AdminCommand.of("set-controls", "Changes what is let through", ControlCommands::set)
              .option("--assignments on|off", "whether assignments are sent to workers")
              .option("--intake-tenants T", "who may ask for decisions: " + TENANTS)
              .option("--push-tenants T", "whose assignments are sent: " + TENANTS)
              .option("--result-tenants T", "whose results are taken: " + TENANTS));

  private ControlCommands() {}

  private static Answer get(Node node, Arguments arguments) {
    var answer = node.controls().getControls(GetControlsRequest.getDefaultInstance());
    return table(answer, answer.getControls());
  }

  private static Answer set(Node node, Arguments arguments) throws UsageException {
    Controls.Builder wanted = Controls.newBuilder();
    Optional<String> assignments = arguments.value("--assignments");
    if (assignments.isPresent()) {
      wanted.setAssignmentsEnabled(isOn(assignments.get()));
    }
    if (arguments.has("--intake-tenants")) {
      wanted.setIntakeTenants(tenants(arguments, "--intake-tenants"));
    }
    if (arguments.has("--push-tenants")) {
      wanted.setPushTenants(tenants(arguments, "--push-tenants"));
    }
    if (arguments.has("--result-tenants")) {
      wanted.setResultTenants(tenants(arguments, "--result-tenants"));
    }
    if (wanted.build().equals(Controls.getDefaultInstance())) {
      throw new UsageException("set-controls is not told what to set; --help says how");
    }
    var answer =
        node.controls().putControls(PutControlsRequest.newBuilder().setControls(wanted).build());
    return table(answer, answer.getControls());
  }

  private static boolean isOn(String word) throws UsageException {
    if (!word.equals("on") && !word.equals("off")) {
      throw new UsageException("--assignments is '" + word + "', must be on or off");
    }
    return word.equals("on");
  }

  /** Nobody is a list without names, which only the word for it makes. */
  private static TenantList tenants(Arguments arguments, String option) throws UsageException {
    String text = arguments.value(option).orElseThrow();
    TenantList.Builder list = TenantList.newBuilder().setAll(text.equals("all"));
    if (text.equals("all") || text.equals("none")) {
      return list.build();
    }
    List<String> names = List.of(text.split(",", -1));
    if (names.stream().anyMatch(String::isBlank)) {
      throw new UsageException(option + " is '" + text + "', must be " + TENANTS);
    }
    return list.addAllTenantIds(names).build();
  }

  /** A change is answered with what was changed. */
  private static Answer table(Message answer, Controls controls) {
    Table table = new Table("CONTROL", "IS");
    if (controls.hasAssignmentsEnabled()) {
      table.row("assignments", controls.getAssignmentsEnabled() ? "on" : "off");
    }
    if (controls.hasIntakeTenants()) {
      table.row("intake-tenants", words(controls.getIntakeTenants()));
    }
    if (controls.hasPushTenants()) {
      table.row("push-tenants", words(controls.getPushTenants()));
    }
    if (controls.hasResultTenants()) {
      table.row("result-tenants", words(controls.getResultTenants()));
    }
    return Answer.of(answer, table);
  }

  private static String words(TenantList tenants) {
    if (tenants.getAll()) {
      return "all";
    }
    return tenants.getTenantIdsCount() == 0 ? "none" : String.join(",", tenants.getTenantIdsList());
  }
}
