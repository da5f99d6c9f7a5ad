package beamline.router.examples.policy;

import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDiff;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Numbers;
import beamline.router.examples.command.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What differs between two documents, and what that means. */
final class Difference {
  private final String from;
  private final String to;
  private final PolicyDiff diff;

  private Difference(String from, String to, PolicyDiff diff) {
    this.from = from;
    this.to = to;
    this.diff = diff;
  }

  static Difference of(Policies policies, Source before, Source after) {
    return new Difference(
        before.label(),
        after.label(),
        policies.analysis().diff(before.document(), after.document()));
  }

  /** That of a stored document, if there is one that can be read, and what is to take its place. */
  static Difference ofStored(Policies policies, Optional<PolicyDocument> stored, Source after) {
    if (stored.isPresent()) {
      try {
        return of(policies, Source.stored(stored.get()), after);
      } catch (InvalidPolicyException e) {
        // it is no JSON, so that everything is new
      }
    }
    PolicyKey key = after.document().key();
    return of(
        policies,
        new Source("nothing", PolicyDocument.of(key.tenantId(), key.policyId(), "{}")),
        after);
  }

  void print(Console console) {
    console.line(from + " -> " + to);
    console.line("");
    if (diff.isEmpty()) {
      console.line("no change");
      return;
    }
    Table changes = new Table("CHANGE", "PATH", "BEFORE", "AFTER");
    for (PolicyDiff.Change change : diff.changes()) {
      changes.row(
          change.kind().name().toLowerCase(Locale.ROOT),
          change.path(),
          change.before().orElse("-"),
          change.after().orElse("-"));
    }
    changes.print(console);
    Table shares = new Table("PROVIDER", ">BEFORE", ">AFTER", ">DIFFERENCE");
    for (PolicyDiff.Share share : diff.shares()) {
      shares.row(
          share.providerId(),
          Numbers.percent(share.before()),
          Numbers.percent(share.after()),
          Numbers.points(share.after() - share.before()));
    }
    if (!shares.isEmpty()) {
      console.line("");
      shares.print(console);
    }
  }

  /** The paths that differ, few of them. */
  String summary() {
    int count = diff.changes().size();
    String paths =
        diff.changes().stream()
            .limit(2)
            .map(PolicyDiff.Change::path)
            .collect(Collectors.joining(", "));
    return count == 0 ? "no change" : count <= 2 ? paths : paths + " and " + (count - 2) + " more";
  }

  List<Map<String, Object>> changesJson() {
    return diff.changes().stream()
        .map(
            change ->
                Json.object(
                    "path",
                    change.path(),
                    "kind",
                    change.kind().name().toLowerCase(Locale.ROOT),
                    "before",
                    Json.raw(change.before()),
                    "after",
                    Json.raw(change.after())))
        .toList();
  }

  List<Map<String, Object>> sharesJson() {
    return diff.shares().stream()
        .map(
            share ->
                Json.object(
                    "provider_id",
                    share.providerId(),
                    "before",
                    share.before(),
                    "after",
                    share.after()))
        .toList();
  }
}
