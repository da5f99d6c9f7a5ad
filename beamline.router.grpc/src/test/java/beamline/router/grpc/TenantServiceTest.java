package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static beamline.router.grpc.GrpcNode.request;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.grpc.v1.Budget;
import beamline.router.grpc.v1.BudgetStatus;
import beamline.router.grpc.v1.DeleteBudgetRequest;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.ListBudgetsRequest;
import beamline.router.grpc.v1.ListTenantsRequest;
import beamline.router.grpc.v1.ListViolationsRequest;
import beamline.router.grpc.v1.PutBudgetRequest;
import beamline.router.grpc.v1.PutTenantRequest;
import beamline.router.grpc.v1.Tenant;
import beamline.router.grpc.v1.TenantAdminGrpc;
import beamline.router.grpc.v1.TenantAdminGrpc.TenantAdminBlockingStub;
import beamline.router.grpc.v1.Violation;
import beamline.router.spi.TenantStore;
import io.grpc.Status;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantServiceTest {
  private static final Budget DAILY = budget(250_000_000, Budget.Period.DAY);
  private static final Tenant ACME =
      Tenant.newBuilder()
          .setTenantId("acme")
          .setTier("premium")
          .setRequestsPerMinute(1000)
          .setUserRequestsPerMinute(60)
          .putRequestsPerMinuteByUser("batch", 0)
          .setMaxPolicies(50)
          .setMaxRulesPerPolicy(5)
          .setMaxProvidersPerPolicy(6)
          .setBudget(DAILY)
          .putProviderBudgets("gpt", budget(80_000_000, Budget.Period.TOTAL))
          .build();

  @TempDir static Path folder;

  private GrpcNode node;
  private TenantAdminBlockingStub tenants;

  @BeforeEach
  void start() throws Exception {
    node = GrpcNode.start(folder);
    tenants = TenantAdminGrpc.newBlockingStub(node.caller("x-api-key", ADMIN_KEY));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsPutIsReadAndListedAndWhatIsAbsentIsNotSet() {
    Tenant nothing = Tenant.newBuilder().setTenantId("acme").build();
    assertThat(get("acme")).isEqualTo(nothing);
    assertThat(listed()).isEmpty();
    Tenant stored = put(ACME);
    assertThat(stored).isEqualTo(ACME.toBuilder().setRevision(1).build());
    assertThat(get("acme")).isEqualTo(stored);
    assertThat(listed()).containsExactly(stored);
    Tenant less = put(nothing.toBuilder().setRevision(1).setMaxPolicies(7).build());
    assertThat(less)
        .isEqualTo(nothing.toBuilder().setRevision(2).setMaxPolicies(7).build())
        .isEqualTo(get("acme"));
  }

  @Test
  void whoReadSomethingOlderGetsAConflict() {
    put(ACME);
    Refusal refusal = Refusal.of(() -> put(ACME));
    expect(refusal, Status.Code.ABORTED, "revision 1, the change expected 0");
    assertThat(refusal.info().getReason()).isEqualTo("POLICY_CONFLICT");
    assertThat(refusal.info().getMetadataMap()).containsEntry("retryable", "true");
  }

  @Test
  void aLimitCountsForTheNextDecisionAndWhatItRefusedIsListed() throws Exception {
    node.policy("{'providers':[{'name':'gpt','weight':1}]}");
    var decider = node.decider();
    decider.decide(request("acme"));
    put(Tenant.newBuilder().setTenantId("acme").setRequestsPerMinute(1).build());
    assertThat(
            Refusal.of(
                    () -> {
                      decider.decide(request("acme"));
                      decider.decide(request("acme"));
                    })
                .status())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    eventually("what was refused is listed", () -> !violations(0).isEmpty());
    assertThat(violations(1))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.getTenantId()).isEqualTo("acme");
              assertThat(violation.getQuotaType()).isEqualTo("rate_requests");
              assertThat(violation.getLimit()).isEqualTo(1);
              assertThat(violation.getTimes()).isEqualTo(1);
              assertThat(violation.getTime().getSeconds())
                  .isCloseTo(
                      Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
            });
  }

  @Test
  void aBudgetIsPutAndListedAndSpentAndDeletedOnce() throws Exception {
    put(Tenant.newBuilder().setTenantId("acme").setTier("basic").build());
    BudgetStatus whole = put("", DAILY);
    assertThat(whole.getTenantId()).isEqualTo("acme");
    assertThat(whole.getProviderId()).isEmpty();
    assertThat(whole.getBudget()).isEqualTo(DAILY);
    assertThat(whole.getRemainingMicros()).isEqualTo(250_000_000);
    assertThat(whole.getWindowEnd().getSeconds()).isGreaterThan(Instant.now().getEpochSecond());
    Budget forever = budget(1_000_000, Budget.Period.TOTAL);
    assertThat(put("gpt", forever).hasWindowEnd()).isFalse();
    assertThat(get("acme").getTier()).isEqualTo("basic");

    node.policy("{'providers':[{'name':'gpt','weight':1,'expected_cost':1}]}");
    assertThat(node.decider().decide(request("acme")).getProviderId()).isEqualTo("gpt");
    assertThat(budgets())
        .extracting(BudgetStatus::getProviderId, BudgetStatus::getReservedMicros)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("", 1_000_000L),
            org.assertj.core.groups.Tuple.tuple("gpt", 1_000_000L));
    assertThat(Refusal.of(() -> decide()).status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

    tenants.deleteBudget(delete("gpt"));
    assertThat(budgets()).extracting(BudgetStatus::getProviderId).containsExactly("");
    decide();
    expect(
        Refusal.of(() -> tenants.deleteBudget(delete("gpt"))),
        Status.Code.NOT_FOUND,
        "there is no budget of acme/gpt");
    tenants.deleteBudget(delete(""));
    expect(
        Refusal.of(() -> tenants.deleteBudget(delete(""))),
        Status.Code.NOT_FOUND,
        "there is no budget of acme");
  }

  @Test
  void aTenantHasNoMoreBudgetsOfProvidersThanItMay() {
    Tenant.Builder full = Tenant.newBuilder().setTenantId("acme");
    for (int i = 0; i < 1000; i++) {
      full.putProviderBudgets("p" + i, DAILY);
    }
    put(full.build());
    expect(
        Refusal.of(() -> put("one more", DAILY)),
        Status.Code.INVALID_ARGUMENT,
        "provider_id: a tenant may have 1000 providers");
    expect(
        Refusal.of(() -> put(full.setRevision(1).putProviderBudgets("one more", DAILY).build())),
        Status.Code.INVALID_ARGUMENT,
        "']: a tenant may have 1000 providers");
    assertThat(put("p7", budget(1, Budget.Period.DAY)).getBudget().getMicros()).isEqualTo(1);
  }

  @Test
  void whatAStoreSaysOfABudgetIsNotTold() throws Exception {
    try (GrpcNode other = GrpcNode.start(folder, Map.of(), troubledTenants())) {
      TenantAdminBlockingStub admin =
          TenantAdminGrpc.newBlockingStub(other.caller("x-api-key", ADMIN_KEY));
      PutBudgetRequest request =
          PutBudgetRequest.newBuilder()
              .setTenantId("acme")
              .setProviderId("gpt")
              .setBudget(DAILY)
              .build();
      Refusal refusal = Refusal.of(() -> admin.putBudget(request));
      assertThat(refusal.status()).isEqualTo(Status.Code.INTERNAL);
      assertThat(refusal.thrown().toString()).doesNotContain("hush");
      assertThat(refusal.thrown().getTrailers().toString()).doesNotContain("hush");
    }
  }

  /** A store of nothing, which takes nothing. */
  private static TenantStore troubledTenants() {
    return (TenantStore)
        Proxy.newProxyInstance(
            TenantStore.class.getClassLoader(),
            new Class<?>[] {TenantStore.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "get", "trouble" -> Optional.empty();
                  case "all", "violations" -> List.of();
                  case "claimsAtOnce" -> true;
                  case "watch" -> (TenantStore.Watch) () -> {};
                  case "put" -> throw new IllegalArgumentException("hush is no URL");
                  default -> null;
                });
  }

  @Test
  void whatCannotBeIsRefusedWithItsField() {
    Map<String, Runnable> refused = new LinkedHashMap<>();
    refused.put("tenant_id is missing", () -> get(""));
    refused.put("tenant_id is '*', must be 1 to 255 letters", () -> get("*"));
    refused.put(
        "tenant is missing", () -> tenants.putTenant(PutTenantRequest.getDefaultInstance()));
    refused.put("tenant.tenant_id is missing", () -> put(ACME.toBuilder().clearTenantId().build()));
    refused.put(
        "tenant.revision is -1, must be 0 or more",
        () -> put(ACME.toBuilder().setRevision(-1).build()));
    refused.put(
        "tenant.tier: tier is gold, must be basic, premium or enterprise",
        () -> put(ACME.toBuilder().setTier("gold").build()));
    refused.put(
        "tenant.requests_per_minute: requests per minute are -1, must be from 0 to 1000000000",
        () -> put(ACME.toBuilder().setRequestsPerMinute(-1).build()));
    refused.put(
        "tenant.user_requests_per_minute: requests per minute of a user are 1000000001, must be",
        () -> put(ACME.toBuilder().setUserRequestsPerMinute(1_000_000_001).build()));
    refused.put(
        "tenant.requests_per_minute_by_user['batch']: requests per minute of user batch are -5, must",
        () -> put(ACME.toBuilder().putRequestsPerMinuteByUser("batch", -5).build()));
    refused.put(
        "tenant.requests_per_minute_by_user[''] is missing",
        () -> put(ACME.toBuilder().putRequestsPerMinuteByUser("", 5).build()));
    refused.put(
        "tenant.requests_per_minute_by_user['a?'] has control characters, must have none",
        () -> put(ACME.toBuilder().putRequestsPerMinuteByUser("a\0", 5).build()));
    refused.put(
        "tenant.max_policies: max policies is 0, must be from 1 to 1000000",
        () -> put(ACME.toBuilder().setMaxPolicies(0).build()));
    refused.put(
        "tenant.max_rules_per_policy: max rules per policy is 1001, must be from 1 to 1000",
        () -> put(ACME.toBuilder().setMaxRulesPerPolicy(1001).build()));
    refused.put(
        "tenant.max_providers_per_policy: max providers per policy is -1, must be from 1 to 1000",
        () -> put(ACME.toBuilder().setMaxProvidersPerPolicy(-1).build()));
    refused.put(
        "tenant.budget.period is 0, must be HOUR, DAY, MONTH or TOTAL",
        () -> put(ACME.toBuilder().setBudget(Budget.newBuilder().setMicros(1)).build()));
    refused.put(
        "tenant.provider_budgets['gpt'].micros: a budget is -1 millionths, must be from 0 to",
        () ->
            put(ACME.toBuilder().putProviderBudgets("gpt", budget(-1, Budget.Period.DAY)).build()));
    refused.put(
        "tenant.provider_budgets['"
            + "p".repeat(64)
            + "...'] has 256 characters, must have at most 255",
        () -> put(ACME.toBuilder().putProviderBudgets("p".repeat(256), DAILY).build()));
    refused.put(
        "budget is missing",
        () -> tenants.putBudget(PutBudgetRequest.newBuilder().setTenantId("acme").build()));
    refused.put(
        "budget.period is 9, must be HOUR",
        () -> put("gpt", Budget.newBuilder().setMicros(1).setPeriodValue(9).build()));
    refused.put(
        "budget.micros: a budget is " + Long.MAX_VALUE + " millionths, must be from 0 to",
        () -> put("gpt", budget(Long.MAX_VALUE, Budget.Period.DAY)));
    refused.put("provider_id has 256 characters", () -> put("p".repeat(256), DAILY));
    refused.put("provider_id has control characters", () -> tenants.deleteBudget(delete("\t")));
    refused.put("limit is -1, must be from 0 to 1000", () -> violations(-1));
    refused.put("limit is 1001, must be from 0 to 1000", () -> violations(1001));
    refused.forEach(
        (message, call) -> expect(Refusal.of(call), Status.Code.INVALID_ARGUMENT, message));
    assertThat(listed()).isEmpty();
  }

  private static void expect(Refusal refusal, Status.Code status, String message) {
    assertThat(refusal.message()).contains(message);
    assertThat(refusal.status()).as(message).isEqualTo(status);
  }

  private void decide() {
    try {
      node.decider().decide(request("acme"));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Tenant get(String tenantId) {
    return tenants
        .getTenant(GetTenantRequest.newBuilder().setTenantId(tenantId).build())
        .getTenant();
  }

  private List<Tenant> listed() {
    return tenants.listTenants(ListTenantsRequest.getDefaultInstance()).getTenantsList();
  }

  private Tenant put(Tenant tenant) {
    return tenants.putTenant(PutTenantRequest.newBuilder().setTenant(tenant).build()).getTenant();
  }

  private BudgetStatus put(String providerId, Budget budget) {
    return tenants
        .putBudget(
            PutBudgetRequest.newBuilder()
                .setTenantId("acme")
                .setProviderId(providerId)
                .setBudget(budget)
                .build())
        .getBudget();
  }

  private List<BudgetStatus> budgets() {
    return tenants
        .listBudgets(ListBudgetsRequest.newBuilder().setTenantId("acme").build())
        .getBudgetsList();
  }

  private static DeleteBudgetRequest delete(String providerId) {
    return DeleteBudgetRequest.newBuilder().setTenantId("acme").setProviderId(providerId).build();
  }

  private List<Violation> violations(int limit) {
    return tenants
        .listViolations(
            ListViolationsRequest.newBuilder().setTenantId("acme").setLimit(limit).build())
        .getViolationsList();
  }

  private static Budget budget(long micros, Budget.Period period) {
    return Budget.newBuilder().setMicros(micros).setPeriod(period).build();
  }
}
