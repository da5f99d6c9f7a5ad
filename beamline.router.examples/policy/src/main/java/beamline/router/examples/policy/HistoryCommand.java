package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.Times;
import beamline.router.examples.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code beamline-policy history}. */
final class HistoryCommand implements PolicyCommand {
  private static final long DEFAULT_LIMIT = 20;

  @Override
  public String usage() {
    return """
        Lists the revisions of a policy, the newest first, and what each changed: deletions
        and what cannot be read as well.

        Usage: beamline-policy history TENANT/POLICY [options]

          --limit N         how many at most (default: 20)
          --json            one JSON object
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--limit");
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.key(arguments.operands().get(0));
    arguments.number("--limit");
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console) throws UsageException {
    PolicyKey key = Source.key(arguments.operands().get(0));
    int limit = (int) Math.min(1000, arguments.number("--limit").orElse(DEFAULT_LIMIT));
    List<PolicyChange> history = policies.history(key, limit + 1);
    if (history.isEmpty()) {
      throw new RouterException(
          ErrorCode.POLICY_NOT_FOUND, "policy " + key + " has never been stored");
    }
    boolean deleted = history.get(0) instanceof PolicyChange.Removed;
    List<Row> rows = rows(policies, history);
    List<Row> shown = rows.subList(0, Math.min(limit, rows.size()));
    if (arguments.has("--json")) {
      json(key, deleted, shown, console);
      return ExitStatus.OK;
    }
    Table table = new Table(">REVISION", "STORED", "CHANGES");
    shown.forEach(row -> table.row(row.change().revision(), row.stored(), row.words()));
    table.print(console);
    if (deleted) {
      console.line("");
      console.line("policy " + key + " is deleted");
    }
    return ExitStatus.OK;
  }

  /** A change, and what it changed. */
  private record Row(PolicyChange change, String words) {

    String stored() {
      return change instanceof PolicyChange.Updated updated
          ? Times.shown(updated.document().updatedAt())
          : "-";
    }

    Map<String, Object> json() {
      if (change instanceof PolicyChange.Updated updated) {
        return Json.object(
            "revision",
            change.revision(),
            "stored_at",
            updated.document().updatedAt(),
            "changes",
            words);
      }
      return change instanceof PolicyChange.Unreadable unreadable
          ? Json.object("revision", change.revision(), "problem", unreadable.problem())
          : Json.object("revision", change.revision(), "deleted", true);
    }
  }

  private static List<Row> rows(Policies policies, List<PolicyChange> history) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      PolicyChange change = history.get(i);
      String words;
      if (change instanceof PolicyChange.Removed) {
        words = "deleted";
      } else if (change instanceof PolicyChange.Unreadable unreadable) {
        words = "cannot be read: " + unreadable.problem();
      } else if (i + 1 == history.size()) {
        words = "the first that is kept";
      } else {
        words = words(policies, history.get(i + 1), ((PolicyChange.Updated) change).document());
      }
      rows.add(new Row(change, words));
    }
    return rows;
  }

  private static String words(Policies policies, PolicyChange before, PolicyDocument after) {
    if (before instanceof PolicyChange.Removed) {
      return "the first after a deletion";
    }
    if (!(before instanceof PolicyChange.Updated updated)) {
      return "what was before cannot be read";
    }
    try {
      return Difference.of(policies, Source.stored(updated.document()), Source.stored(after))
          .summary();
    } catch (InvalidPolicyException e) {
      return "one of them is not JSON";
    }
  }

  private static void json(PolicyKey key, boolean deleted, List<Row> shown, Console console) {
    console.json(
        "ok",
        true,
        "tenant_id",
        key.tenantId(),
        "policy_id",
        key.policyId(),
        "deleted",
        deleted,
        "revisions",
        shown.stream().map(Row::json).toList());
  }
}
