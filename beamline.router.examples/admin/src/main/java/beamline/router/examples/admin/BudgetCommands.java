package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.BudgetStatus;
import beamline.router.grpc.v1.DeleteBudgetRequest;
import beamline.router.grpc.v1.ListBudgetsRequest;
import beamline.router.grpc.v1.ListBudgetsResponse;
import beamline.router.grpc.v1.PutBudgetRequest;
import beamline.router.grpc.v1.PutBudgetResponse;
import com.google.protobuf.Message;
import java.util.List;

/** What tenants may spend. */
final class BudgetCommands {
  private static final String PROVIDER = "--provider PROVIDER";
  private static final String OF_PROVIDER = "of this provider (default: of the tenant as a whole)";

  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of("budgets TENANT", "Tells how budgets stand", BudgetCommands::list),
          AdminCommand.of(
                  "set-budget TENANT AMOUNT PERIOD",
                  "Sets what may be spent per hour, day, month or in total",
                  BudgetCommands::set)
              .option(PROVIDER, OF_PROVIDER),
          AdminCommand.of("delete-budget TENANT", "Removes a budget", BudgetCommands::delete)
              .option(PROVIDER, OF_PROVIDER));

  private BudgetCommands() {}

  private static Answer list(Node node, Arguments arguments) {
    ListBudgetsResponse budgets =
        node.tenants()
            .listBudgets(
                ListBudgetsRequest.newBuilder().setTenantId(arguments.operands().get(0)).build());
    return table(budgets, budgets.getBudgetsList());
  }

  private static Answer set(Node node, Arguments arguments) throws UsageException {
    List<String> operands = arguments.operands();
    PutBudgetResponse answer =
        node.tenants()
            .putBudget(
                PutBudgetRequest.newBuilder()
                    .setTenantId(operands.get(0))
                    .setProviderId(provider(arguments))
                    .setBudget(Amounts.budget(operands.get(1), operands.get(2)))
                    .build());
    return table(answer, List.of(answer.getBudget()));
  }

  private static Answer table(Message answer, List<BudgetStatus> budgets) {
    Table table =
        new Table(
            "TENANT", "PROVIDER", ">BUDGET", "PER", ">SPENT", ">RESERVED", ">REMAINING", "ENDS");
    for (BudgetStatus status : budgets) {
      table.row(
          status.getTenantId(),
          status.getProviderId().isEmpty() ? "-" : status.getProviderId(),
          Amounts.of(status.getBudget().getMicros()),
          Amounts.period(status.getBudget()),
          Amounts.of(status.getSpentMicros()),
          Amounts.of(status.getReservedMicros()),
          Amounts.of(status.getRemainingMicros()),
          Moments.shown(status.hasWindowEnd(), status.getWindowEnd()));
    }
    return Answer.of(answer, table);
  }

  private static Answer delete(Node node, Arguments arguments) {
    String tenant = arguments.operands().get(0);
    String provider = provider(arguments);
    return Answer.of(
        node.tenants()
            .deleteBudget(
                DeleteBudgetRequest.newBuilder()
                    .setTenantId(tenant)
                    .setProviderId(provider)
                    .build()),
        "the budget of " + tenant + (provider.isEmpty() ? "" : " for " + provider) + " is removed");
  }

  private static String provider(Arguments arguments) {
    return arguments.value("--provider").orElse("");
  }
}
