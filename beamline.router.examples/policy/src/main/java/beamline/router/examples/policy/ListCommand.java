package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.Times;
import beamline.router.examples.command.UsageException;
import java.util.List;

/** {@code beamline-policy list}. */
final class ListCommand implements PolicyCommand {

  @Override
  public String usage() {
    return """
        Lists the policies of a tenant.

        Usage: beamline-policy list TENANT [options]

          --json            one JSON object
        """;
  }

  @Override
  public void look(Arguments arguments) throws UsageException {
    String tenantId = arguments.operands().get(0);
    if (!PolicyKey.isId(tenantId)) {
      throw new UsageException("'" + tenantId + "' is no tenant id");
    }
  }

  @Override
  public int run(Policies policies, Arguments arguments, Console console) {
    String tenantId = arguments.operands().get(0);
    List<PolicyDocument> documents = policies.list(tenantId);
    if (arguments.has("--json")) {
      console.json(
          "ok",
          true,
          "tenant_id",
          tenantId,
          "policies",
          documents.stream()
              .map(
                  it ->
                      Json.object(
                          "policy_id",
                          it.key().policyId(),
                          "revision",
                          it.revision(),
                          "stored_at",
                          it.updatedAt()))
              .toList());
      return ExitStatus.OK;
    }
    Table table = new Table("POLICY", ">REVISION", "STORED");
    documents.forEach(it -> table.row(it.key(), it.revision(), Times.shown(it.updatedAt())));
    table.print(console);
    return ExitStatus.OK;
  }
}
