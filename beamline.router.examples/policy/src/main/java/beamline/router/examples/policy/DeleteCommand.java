package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.UsageException;
import java.util.Set;

/** {@code beamline-policy delete}. */
final class DeleteCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Removes a policy. Its revisions stay in the history, and rollback stores one of them again.

        Usage: beamline-policy delete TENANT/POLICY [options]

          --expect REVISION  remove it only if this revision is the one that is stored
                            (default: the one that is stored)
          --dry-run         remove nothing
          --json            one JSON object
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--expect");
  }

  @Override
  public Set<String> flags() {
    return Set.of("--dry-run");
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.key(arguments.operands().get(0));
    arguments.number("--expect");
  }

  @Override
  public boolean writes(Arguments arguments) {
    return !arguments.has("--dry-run");
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console) throws UsageException {
    PolicyKey key = Source.key(arguments.operands().get(0));
    long stored = Stored.of(key, policies).revision();
    if (stored == 0) {
      throw Source.absent(key);
    }
    long expected = arguments.number("--expect").orElse(stored);
    boolean dry = arguments.has("--dry-run");
    if (!dry && !policies.delete(key, expected)) {
      throw Source.absent(key); // somebody else was faster
    }
    if (arguments.has("--json")) {
      console.json(
          "ok",
          true,
          "tenant_id",
          key.tenantId(),
          "policy_id",
          key.policyId(),
          "deleted",
          !dry,
          "revision",
          dry ? stored : expected);
    } else {
      console.line(
          dry
              ? "nothing was deleted: this was a dry run; " + key + " is at revision " + stored
              : "deleted " + key + "@" + expected + ", which rollback stores again");
    }
    return ExitStatus.OK;
  }
}
