package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.UsageException;
import java.util.List;
import java.util.Set;

/** {@code beamline-policy rollback}. */
final class RollbackCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Stores the document of a former revision as a new one.

        Usage: beamline-policy rollback TENANT/POLICY @REVISION [options]

          --expect REVISION  do so only if this revision is the one that is stored; 0 for none
                            (default: the one that the change was shown against)
          --dry-run         store nothing
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
  public Operands operands() {
    return new Operands(2, 2);
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.look(List.of(arguments.operands().get(0), revision(arguments)));
    arguments.number("--expect");
  }

  @Override
  public boolean writes(Arguments arguments) {
    return !arguments.has("--dry-run");
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console)
      throws UsageException, UnusableException {
    PolicyKey key = Source.key(arguments.operands().get(0));
    Source former = Source.of(revision(arguments), key, policies);
    Stored stored = Stored.of(key, policies);
    former.usable(policies);
    Difference difference = Difference.ofStored(policies, stored.document(), former);
    Change change = new Change(stored, difference, arguments);
    change.show(console);
    return change.make(
        () -> policies.rollback(key, former.document().revision(), change.expected()), console);
  }

  private static String revision(Arguments arguments) {
    String operand = arguments.operands().get(1);
    return Source.isStored(operand) ? operand : "@" + operand;
  }
}
