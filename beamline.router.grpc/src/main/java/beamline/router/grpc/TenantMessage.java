package beamline.router.grpc;

import beamline.router.api.admin.TenantSettings;
import beamline.router.grpc.v1.Tenant;
import java.util.function.Supplier;

/** What tenants have of their own as messages, and back. */
final class TenantMessage {
  private TenantMessage() {}

  static Tenant of(TenantSettings settings) {
    Tenant.Builder tenant =
        Tenant.newBuilder().setTenantId(settings.tenantId()).setRevision(settings.revision());
    settings.tier().ifPresent(tenant::setTier);
    settings.requestsPerMinute().ifPresent(tenant::setRequestsPerMinute);
    settings.userRequestsPerMinute().ifPresent(tenant::setUserRequestsPerMinute);
    tenant.putAllRequestsPerMinuteByUser(settings.requestsPerMinuteByUser());
    settings.maxPolicies().ifPresent(tenant::setMaxPolicies);
    settings.maxRulesPerPolicy().ifPresent(tenant::setMaxRulesPerPolicy);
    settings.maxProvidersPerPolicy().ifPresent(tenant::setMaxProvidersPerPolicy);
    settings.budget().map(BudgetMessage::of).ifPresent(tenant::setBudget);
    settings
        .providerBudgets()
        .forEach(
            (provider, budget) -> tenant.putProviderBudgets(provider, BudgetMessage.of(budget)));
    return tenant.build();
  }

  static TenantSettings settings(Tenant message) {
    TenantSettings.Builder settings =
        TenantSettings.builder(Fields.tenant("tenant.tenant_id", message.getTenantId()));
    settings.revision(Fields.revision("tenant.revision", message.getRevision()));
    set("tier", message.hasTier(), () -> settings.tier(message.getTier()));
    set(
        "requests_per_minute",
        message.hasRequestsPerMinute(),
        () -> settings.requestsPerMinute(message.getRequestsPerMinute()));
    set(
        "user_requests_per_minute",
        message.hasUserRequestsPerMinute(),
        () -> settings.userRequestsPerMinute(message.getUserRequestsPerMinute()));
    set(
        "max_policies",
        message.hasMaxPolicies(),
        () -> settings.maxPolicies(message.getMaxPolicies()));
    set(
        "max_rules_per_policy",
        message.hasMaxRulesPerPolicy(),
        () -> settings.maxRulesPerPolicy(message.getMaxRulesPerPolicy()));
    set(
        "max_providers_per_policy",
        message.hasMaxProvidersPerPolicy(),
        () -> settings.maxProvidersPerPolicy(message.getMaxProvidersPerPolicy()));
    if (message.hasBudget()) {
      settings.budget(BudgetMessage.budget("tenant.budget", message.getBudget()));
    }
    setByName(message, settings);
    return settings.build();
  }

  private static void setByName(Tenant message, TenantSettings.Builder settings) {
    message
        .getRequestsPerMinuteByUserMap()
        .forEach(
            (user, most) -> {
              String field = entry("requests_per_minute_by_user", user);
              Fields.name(field, user);
              Fields.made(field, () -> settings.requestsPerMinuteOf(user, most));
            });
    message
        .getProviderBudgetsMap()
        .forEach(
            (provider, budget) -> {
              String field = entry("provider_budgets", provider);
              Fields.name(field, provider);
              Fields.made(
                  field, () -> settings.budgetOf(provider, BudgetMessage.budget(field, budget)));
            });
  }

  private static String entry(String map, String name) {
    return "tenant." + map + "[" + Fields.quoted(name) + "]";
  }

  private static void set(String field, boolean given, Supplier<TenantSettings.Builder> setter) {
    if (given) {
      Fields.made("tenant." + field, setter);
    }
  }
}
