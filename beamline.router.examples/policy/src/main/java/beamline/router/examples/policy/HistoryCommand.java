package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code beamline-policy history}. */
final class HistoryCommand implements Command {
  private static final long DEFAULT_LIMIT = 20;

  @Override
  public String usage() {
    return """
        Lists the revisions of a policy, the newest first, and what each changed.

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
  public Operands operands() {
    return new Operands(1, 1);
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.key(arguments.operands().get(0));
    arguments.number("--limit");
  }

  @Override
  public boolean needsStore(Arguments arguments) {
    return true;
  }

  @Override
  public int run(RouterEngine router, Arguments arguments, Console console) throws UsageException {
    PolicyKey key = Source.key(arguments.operands().get(0));
    int limit = (int) Math.min(1000, arguments.number("--limit").orElse(DEFAULT_LIMIT));
    List<PolicyDocument> revisions = router.policies().history(key, limit + 1);
    if (revisions.isEmpty()) {
      throw new RouterException(
          ErrorCode.POLICY_NOT_FOUND, "policy " + key + " has never been stored");
    }
    boolean deleted = router.policies().get(key).isEmpty();
    List<String> changes = changes(router.policies(), revisions);
    List<PolicyDocument> shown = revisions.subList(0, Math.min(limit, revisions.size()));
    if (arguments.has("--json")) {
      json(key, deleted, shown, changes, console);
      return BeamlinePolicy.OK;
    }
    Table table = new Table(">REVISION", "STORED", "CHANGES");
    for (int i = 0; i < shown.size(); i++) {
      PolicyDocument revision = shown.get(i);
      table.row(revision.revision(), Times.shown(revision.updatedAt()), changes.get(i));
    }
    table.print(console);
    if (deleted) {
      console.line("");
      console.line("policy " + key + " is deleted");
    }
    return BeamlinePolicy.OK;
  }

  private static List<String> changes(Policies policies, List<PolicyDocument> revisions) {
    List<String> changes = new ArrayList<>();
    for (int i = 0; i < revisions.size() - 1; i++) {
      changes.add(change(policies, revisions.get(i + 1), revisions.get(i)));
    }
    changes.add("the first that is kept");
    return changes;
  }

  private static String change(Policies policies, PolicyDocument before, PolicyDocument after) {
    try {
      return Difference.of(policies, Source.stored(before), Source.stored(after)).summary();
    } catch (InvalidPolicyException e) {
      return "one of them is not JSON";
    }
  }

  private static void json(
      PolicyKey key,
      boolean deleted,
      List<PolicyDocument> shown,
      List<String> changes,
      Console console) {
    List<Object> revisions = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      revisions.add(
          Json.object(
              "revision",
              shown.get(i).revision(),
              "stored_at",
              shown.get(i).updatedAt(),
              "changes",
              changes.get(i)));
    }
    console.line(
        Json.text(
            Json.object(
                "ok",
                true,
                "tenant_id",
                key.tenantId(),
                "policy_id",
                key.policyId(),
                "deleted",
                deleted,
                "revisions",
                revisions)));
  }
}
