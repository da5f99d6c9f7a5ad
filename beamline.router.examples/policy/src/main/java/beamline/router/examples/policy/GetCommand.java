package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.UsageException;
import java.util.List;

/** {@code beamline-policy get}. */
final class GetCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Prints the document of a policy as it is stored, byte for byte.

        Usage: beamline-policy get TENANT/POLICY [@REVISION] [options]

          @REVISION         a former revision (default: the one that is stored now)
          --json            one JSON object, with the revision and when it was stored;
                            a document that is no JSON object is a string in it
        """;
  }

  @Override
  public Operands operands() {
    return new Operands(1, 2);
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    List<String> operands = arguments.operands();
    if (operands.size() == 2 && !Source.isStored(operands.get(1))) {
      throw new UsageException("'" + operands.get(1) + "' is no revision, must be such as @3");
    }
    Source.look(operands);
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console) throws UsageException {
    List<String> operands = arguments.operands();
    PolicyKey key = Source.key(operands.get(0));
    PolicyDocument document =
        (operands.size() == 2
                ? Source.of(operands.get(1), key, policies)
                : Source.stored(key, policies))
            .document();
    if (arguments.has("--json")) {
      console.json(
          "ok",
          true,
          "tenant_id",
          key.tenantId(),
          "policy_id",
          key.policyId(),
          "revision",
          document.revision(),
          "stored_at",
          document.updatedAt(),
          "document",
          Json.written(document.json()));
    } else {
      console
          .out()
          .print(document.json().endsWith("\n") ? document.json() : document.json() + "\n");
    }
    return ExitStatus.OK;
  }
}
