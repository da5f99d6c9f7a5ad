package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.UsageException;
import java.util.List;

/** {@code beamline-policy diff}. */
final class DiffCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Tells what differs between two documents of a policy, and what share of the weights each
        provider has before and after.

        Usage: beamline-policy diff TENANT/POLICY [BEFORE] AFTER [options]

          BEFORE, AFTER     a file, or @REVISION of the store; BEFORE is what is stored now
          --json            one JSON object
        """;
  }

  @Override
  public Operands operands() {
    return new Operands(2, 3);
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.look(arguments.operands());
  }

  @Override
  public boolean needsStore(Arguments arguments) {
    return Sides.needStore(arguments.operands());
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console)
      throws UsageException, UnusableException {
    PolicyKey key = Source.key(arguments.operands().get(0));
    List<Source> sides = Sides.of(arguments.operands(), key, policies);
    Difference difference =
        Difference.of(policies, sides.get(0).readable(policies), sides.get(1).readable(policies));
    if (arguments.has("--json")) {
      console.json(
          "ok",
          true,
          "tenant_id",
          key.tenantId(),
          "policy_id",
          key.policyId(),
          "changes",
          difference.changesJson(),
          "shares",
          difference.sharesJson());
    } else {
      difference.print(console);
    }
    return ExitStatus.OK;
  }
}
