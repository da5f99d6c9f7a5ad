package beamline.router.grpc;

import beamline.router.api.admin.BudgetKey;
import beamline.router.grpc.v1.Budget;
import beamline.router.grpc.v1.BudgetStatus;

/** Budgets as messages, and back. */
final class BudgetMessage {
  private BudgetMessage() {}

  static Budget of(beamline.router.api.admin.Budget budget) {
    return Budget.newBuilder()
        .setMicros(budget.micros())
        .setPeriod(Budget.Period.valueOf(budget.period().name()))
        .build();
  }

  static BudgetStatus of(beamline.router.api.admin.BudgetStatus status) {
    BudgetStatus.Builder message =
        BudgetStatus.newBuilder()
            .setTenantId(status.key().tenantId())
            .setProviderId(status.key().providerId().orElse(""))
            .setBudget(of(status.budget()))
            .setSpentMicros(status.spentMicros())
            .setReservedMicros(status.reservedMicros())
            .setRemainingMicros(status.remainingMicros());
    status.windowEnd().map(TimeMessage::of).ifPresent(message::setWindowEnd);
    return message.build();
  }

  static beamline.router.api.admin.Budget budget(String field, Budget message) {
    beamline.router.api.admin.Budget.Period period =
        switch (message.getPeriod()) {
          case HOUR -> beamline.router.api.admin.Budget.Period.HOUR;
          case DAY -> beamline.router.api.admin.Budget.Period.DAY;
          case MONTH -> beamline.router.api.admin.Budget.Period.MONTH;
          case TOTAL -> beamline.router.api.admin.Budget.Period.TOTAL;
          case PERIOD_UNSPECIFIED, UNRECOGNIZED ->
              throw Fields.invalid(
                  field + ".period", message.getPeriodValue(), "HOUR, DAY, MONTH or TOTAL");
        };
    return Fields.made(
        field + ".micros", () -> new beamline.router.api.admin.Budget(message.getMicros(), period));
  }

  /** Which budget: a tenant's as a whole when no provider is given. */
  static BudgetKey key(String tenantId, String providerId) {
    String tenant = Fields.tenant("tenant_id", tenantId);
    return providerId.isEmpty()
        ? BudgetKey.ofTenant(tenant)
        : BudgetKey.ofProvider(tenant, Fields.name("provider_id", providerId));
  }
}
