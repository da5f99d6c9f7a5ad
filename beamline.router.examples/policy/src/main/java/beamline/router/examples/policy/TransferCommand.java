package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.api.policy.PolicyTransfer;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Numbers;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code beamline-policy import} and {@code beamline-policy export}. */
final class TransferCommand implements PolicyCommand {
  private final boolean in;

  private TransferCommand(boolean in) {
    this.in = in;
  }

  static PolicyCommand ofImport() {
    return new TransferCommand(true);
  }

  static PolicyCommand ofExport() {
    return new TransferCommand(false);
  }

  @Override
  public String usage() {
    return in
        ? """
        Stores the policies of a folder, TENANT/POLICY.json. All of them are checked first: when one
        is invalid nothing is stored. Policies that the folder does not have stay.

        Usage: beamline-policy import DIR [options]

          --dry-run         store nothing
          --json            one JSON object
        """
        : """
        Writes all policies of the store into a folder, TENANT/POLICY.json. Other files stay.

        Usage: beamline-policy export DIR [options]

          --json            one JSON object
        """;
  }

  @Override
  public Set<String> flags() {
    return in ? Set.of("--dry-run") : Set.of();
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    String name = arguments.operands().get(0);
    Path folder = Source.path(name);
    if (in) {
      Source.lookAtFolder(name);
    } else if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("'" + name + "' cannot be written to: it is a file, not a folder");
    } else if (Files.exists(folder) && !Files.isWritable(folder)) {
      throw new UsageException("folder '" + name + "' cannot be written to: permission denied");
    }
  }

  @Override
  public boolean writes(Arguments arguments) {
    return in && !arguments.has("--dry-run");
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console) throws UsageException {
    String name = arguments.operands().get(0);
    Path folder = Source.path(name);
    PolicyTransfer transfer =
        !in
            ? policies.exportTo(folder)
            : arguments.has("--dry-run") ? policies.tryImport(folder) : policies.importFrom(folder);
    if (arguments.has("--json")) {
      console.line(Json.text(json(transfer)));
    } else {
      print(transfer, folder, console);
    }
    return isRefused(transfer) ? ExitStatus.NO : ExitStatus.OK;
  }

  private static boolean isRefused(PolicyTransfer transfer) {
    return transfer.items().stream()
        .anyMatch(
            item ->
                item.outcome() == PolicyTransfer.Outcome.INVALID
                    || item.outcome() == PolicyTransfer.Outcome.REFUSED);
  }

  private static void print(PolicyTransfer transfer, Path folder, Console console) {
    Map<String, Integer> counts = new TreeMap<>();
    for (PolicyTransfer.Item item : transfer.items()) {
      String file = folder.resolve(PolicyPaths.of(item.key())).toString();
      item.problems().forEach(problem -> console.line(Findings.line(file, problem)));
      counts.merge(word(item), 1, Integer::sum);
    }
    Table table = new Table("POLICIES", ">COUNT");
    counts.forEach((outcome, count) -> table.row(outcome, Numbers.count(count)));
    table.row("total", Numbers.count(transfer.items().size()));
    table.print(console);
    if (!transfer.done()) {
      console.line("");
      console.line("nothing was stored");
    }
  }

  private static Map<String, Object> json(PolicyTransfer transfer) {
    List<Map<String, Object>> policies =
        transfer.items().stream()
            .map(
                item ->
                    Json.object(
                        "tenant_id",
                        item.key().tenantId(),
                        "policy_id",
                        item.key().policyId(),
                        "outcome",
                        word(item),
                        "problems",
                        item.problems().isEmpty() ? null : Findings.json(item.problems())))
            .toList();
    return Json.object("ok", !isRefused(transfer), "done", transfer.done(), "policies", policies);
  }

  private static String word(PolicyTransfer.Item item) {
    return item.outcome().name().toLowerCase(Locale.ROOT);
  }
}
