package beamline.router.examples.policy;

import beamline.router.api.Explanation;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.UsageException;
import java.util.List;
import java.util.Set;

/** {@code beamline-policy explain}. */
final class ExplainCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Decides one request under a document, without effects, and tells how that comes about:
        every provider is available, sessions have no pins, extensions are named but not called.

        Usage: beamline-policy explain TENANT/POLICY [DOCUMENT] [options]

          DOCUMENT          a file, or @REVISION of the store (default: what is stored now)
          --request FILE    the request as clients send it, in JSON; it may not name
                            another policy
          --type TYPE       without --request: what is to be executed (default: unknown)
          --context NAME=VALUE  without --request: what the policy looks at; may be repeated
          --draw NUMBER     the draw, from 0 to less than 1, unless the request has it as $draw
          --json            one JSON object
        """;
  }

  @Override
  public Set<String> options() {
    return Set.of("--request", "--type", "--draw");
  }

  @Override
  public Set<String> lists() {
    return Set.of("--context");
  }

  @Override
  public Operands operands() {
    return new Operands(1, 2);
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    Source.look(arguments.operands());
    Question.look(arguments);
  }

  @Override
  public boolean needsStore(Arguments arguments) {
    List<String> operands = arguments.operands();
    return operands.size() < 2 || Source.isStored(operands.get(1));
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console)
      throws UsageException, UnusableException {
    List<String> operands = arguments.operands();
    PolicyKey key = Source.key(operands.get(0));
    Source source =
        (operands.size() < 2
                ? Source.stored(key, policies)
                : Source.of(operands.get(1), key, policies))
            .usable(policies);
    byte[] request = Question.of(key, arguments);
    Explanation explanation = policies.analysis().dryRun(source.document(), request);
    PolicyComplexity complexity = policies.analysis().complexity(source.document());
    if (arguments.has("--json")) {
      console.line(Json.text(ExplanationJson.of(explanation, complexity, request)));
    } else {
      ExplanationText.print(source.label(), explanation, complexity, console);
    }
    return explanation.outcome() instanceof RouteRejection ? ExitStatus.NO : ExitStatus.OK;
  }
}
