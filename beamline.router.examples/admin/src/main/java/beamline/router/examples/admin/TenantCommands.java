package beamline.router.examples.admin;

import beamline.router.api.admin.QuotaViolation;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Table;
import beamline.router.examples.command.UsageException;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.ListTenantsRequest;
import beamline.router.grpc.v1.ListTenantsResponse;
import beamline.router.grpc.v1.ListViolationsRequest;
import beamline.router.grpc.v1.ListViolationsResponse;
import beamline.router.grpc.v1.PutTenantRequest;
import beamline.router.grpc.v1.PutTenantResponse;
import beamline.router.grpc.v1.Tenant;
import beamline.router.grpc.v1.Violation;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;

/** What tenants have of their own, and what they exceeded. */
final class TenantCommands {
  /** Those are in millionths. */
  private static final String BUDGET = QuotaViolation.Type.BUDGET.label();

  static final List<AdminCommand> ALL =
      List.of(
          AdminCommand.of("tenants", "Lists the tenants that have settings", TenantCommands::list),
          AdminCommand.of("tenant TENANT", "Tells what is set for a tenant", TenantCommands::get),
          TenantChange.options(
              AdminCommand.of(
                  "set-tenant TENANT", "Changes what is set for a tenant", TenantCommands::set)),
          AdminCommand.of(
                  "violations TENANT", "Lists what a tenant exceeded", TenantCommands::violations)
              .option("--limit N", "how many at most, the newest first (default: 100)"));

  private TenantCommands() {}

  private static Answer list(Node node, Arguments arguments) {
    ListTenantsResponse tenants =
        node.tenants().listTenants(ListTenantsRequest.getDefaultInstance());
    Table table =
        new Table("TENANT", ">REVISION", "TIER", ">PER MINUTE", ">PER USER", ">POLICIES", "BUDGET");
    for (Tenant tenant : tenants.getTenantsList()) {
      table.row(
          tenant.getTenantId(),
          tenant.getRevision(),
          tenant.hasTier() ? tenant.getTier() : "-",
          tenant.hasRequestsPerMinute() ? tenant.getRequestsPerMinute() : "-",
          tenant.hasUserRequestsPerMinute() ? tenant.getUserRequestsPerMinute() : "-",
          tenant.hasMaxPolicies() ? tenant.getMaxPolicies() : "-",
          tenant.hasBudget() ? Amounts.of(tenant.getBudget()) : "-");
    }
    return Answer.of(tenants, table);
  }

  private static Answer get(Node node, Arguments arguments) {
    var answer = node.tenants().getTenant(request(arguments));
    return settings(answer, answer.getTenant());
  }

  private static Answer set(Node node, Arguments arguments) throws UsageException {
    TenantChange change = TenantChange.of(arguments);
    Tenant.Builder tenant = node.tenants().getTenant(request(arguments)).getTenant().toBuilder();
    change.apply(tenant);
    PutTenantResponse answer =
        node.tenants().putTenant(PutTenantRequest.newBuilder().setTenant(tenant).build());
    return settings(answer, answer.getTenant());
  }

  private static GetTenantRequest request(Arguments arguments) {
    return GetTenantRequest.newBuilder().setTenantId(arguments.operands().get(0)).build();
  }

  private static Answer settings(Message answer, Tenant tenant) {
    Table table = new Table("TENANT", tenant.getTenantId());
    table.row("revision", tenant.getRevision());
    TenantChange.FIELDS.stream()
        .filter(tenant::hasField)
        .forEach(field -> table.row(TenantChange.name(field), tenant.getField(field)));
    tenant.getRequestsPerMinuteByUserMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(user -> table.row("user " + user.getKey(), user.getValue()));
    if (tenant.hasBudget()) {
      table.row("budget", Amounts.of(tenant.getBudget()));
    }
    tenant.getProviderBudgetsMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> table.row("budget of " + it.getKey(), Amounts.of(it.getValue())));
    return Answer.of(answer, table);
  }

  private static Answer violations(Node node, Arguments arguments) throws UsageException {
    ListViolationsResponse violations =
        node.tenants()
            .listViolations(
                ListViolationsRequest.newBuilder()
                    .setTenantId(arguments.operands().get(0))
                    .setLimit(arguments.count("--limit").orElse(0))
                    .build());
    Table table = new Table("TIME", "EXCEEDED", ">LIMIT", ">CURRENT", ">TIMES", "USER", "OF");
    for (Violation violation : violations.getViolationsList()) {
      table.row(
          Moments.shown(violation.hasTime(), violation.getTime()),
          violation.getQuotaType(),
          amount(violation, violation.getLimit()),
          amount(violation, violation.getCurrent()),
          violation.getTimes(),
          violation.getUserId(),
          violation.getResourceId());
    }
    return Answer.of(violations, table);
  }

  private static String amount(Violation violation, long number) {
    return violation.getQuotaType().equals(BUDGET) ? Amounts.of(number) : Long.toString(number);
  }
}
