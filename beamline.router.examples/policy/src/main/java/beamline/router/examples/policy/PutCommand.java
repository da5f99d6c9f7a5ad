package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.UsageException;
import java.util.Optional;
import java.util.Set;

/** {@code beamline-policy put}. */
final class PutCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Shows what a document changes, and stores it.

        Usage: beamline-policy put TENANT/POLICY FILE [options]

          --expect REVISION  store it only if this revision is the one that is stored; 0 for none
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
    Source.key(arguments.operands().get(0));
    Source.look(arguments.operands().get(1));
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
    Source file = Source.file(arguments.operands().get(1), key).usable(policies);
    Stored stored = Stored.of(key, policies);
    Difference difference = Difference.ofStored(policies, stored.document(), file);
    Change change = new Change(stored, difference, arguments);
    change.show(console);
    policies
        .check(file.document())
        .warnings()
        .forEach(warning -> change.note(Findings.warning(file.label(), warning), console));
    if (stored.document().map(PolicyDocument::json).equals(Optional.of(file.document().json()))
        && change.expected() == change.revision()) {
      return change.keep("the stored document is this one", console);
    }
    return change.make(
        () ->
            policies.put(
                new PolicyDocument(
                    key, file.document().json(), change.expected(), file.document().updatedAt())),
        console);
  }
}
