package beamline.router.grpc;

import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.api.admin.TenantSettings;
import beamline.router.grpc.v1.DeleteBudgetRequest;
import beamline.router.grpc.v1.DeleteBudgetResponse;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.GetTenantResponse;
import beamline.router.grpc.v1.ListBudgetsRequest;
import beamline.router.grpc.v1.ListBudgetsResponse;
import beamline.router.grpc.v1.ListTenantsRequest;
import beamline.router.grpc.v1.ListTenantsResponse;
import beamline.router.grpc.v1.ListViolationsRequest;
import beamline.router.grpc.v1.ListViolationsResponse;
import beamline.router.grpc.v1.PutBudgetRequest;
import beamline.router.grpc.v1.PutBudgetResponse;
import beamline.router.grpc.v1.PutTenantRequest;
import beamline.router.grpc.v1.PutTenantResponse;
import beamline.router.grpc.v1.TenantAdminGrpc;
import io.grpc.stub.StreamObserver;

/** Tiers, limits, quotas and budgets of tenants, for remote callers. */
final class TenantService extends TenantAdminGrpc.TenantAdminImplBase {
  private static final int MOST_VIOLATIONS = 1000;
  private static final int USUAL_VIOLATIONS = 100;

  private final AdminCalls calls;

  TenantService(AdminCalls calls) {
    this.calls = calls;
  }

  @Override
  public void getTenant(GetTenantRequest request, StreamObserver<GetTenantResponse> caller) {
    calls.answer(
        caller,
        administration ->
            GetTenantResponse.newBuilder()
                .setTenant(
                    TenantMessage.of(
                        administration
                            .limits()
                            .of(Fields.tenant("tenant_id", request.getTenantId()))))
                .build());
  }

  @Override
  public void listTenants(ListTenantsRequest request, StreamObserver<ListTenantsResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListTenantsResponse.newBuilder()
                .addAllTenants(
                    administration.limits().all().stream().map(TenantMessage::of).toList())
                .build());
  }

  @Override
  public void putTenant(PutTenantRequest request, StreamObserver<PutTenantResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          Fields.require("tenant", request.hasTenant());
          return PutTenantResponse.newBuilder()
              .setTenant(
                  TenantMessage.of(
                      administration.limits().put(TenantMessage.settings(request.getTenant()))))
              .build();
        });
  }

  @Override
  public void listBudgets(ListBudgetsRequest request, StreamObserver<ListBudgetsResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListBudgetsResponse.newBuilder()
                .addAllBudgets(
                    administration
                        .budgets()
                        .of(Fields.tenant("tenant_id", request.getTenantId()))
                        .stream()
                        .map(BudgetMessage::of)
                        .toList())
                .build());
  }

  @Override
  public void putBudget(PutBudgetRequest request, StreamObserver<PutBudgetResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          BudgetKey key = BudgetMessage.key(request.getTenantId(), request.getProviderId());
          Fields.require("budget", request.hasBudget());
          Budget budget = BudgetMessage.budget("budget", request.getBudget());
          BudgetStatus status = put(administration, key, budget);
          return PutBudgetResponse.newBuilder().setBudget(BudgetMessage.of(status)).build();
        });
  }

  /** Names the provider when the tenant has as many as it may have, and no other reason. */
  private static BudgetStatus put(Administration administration, BudgetKey key, Budget budget) {
    try {
      return administration.budgets().put(key, budget);
    } catch (IllegalArgumentException e) {
      TenantSettings now = administration.limits().of(key.tenantId());
      Fields.made("provider_id", () -> now.toBuilder().budget(key, budget).build());
      throw e;
    }
  }

  @Override
  public void deleteBudget(
      DeleteBudgetRequest request, StreamObserver<DeleteBudgetResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          BudgetKey key = BudgetMessage.key(request.getTenantId(), request.getProviderId());
          Fields.found(administration.budgets().remove(key), "there is no budget of " + key);
          return DeleteBudgetResponse.getDefaultInstance();
        });
  }

  @Override
  public void listViolations(
      ListViolationsRequest request, StreamObserver<ListViolationsResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String tenant = Fields.tenant("tenant_id", request.getTenantId());
          int limit = Fields.range("limit", request.getLimit(), 0, MOST_VIOLATIONS);
          return ListViolationsResponse.newBuilder()
              .addAllViolations(
                  administration
                      .limits()
                      .violations(tenant, limit == 0 ? USUAL_VIOLATIONS : limit)
                      .stream()
                      .map(ViolationMessage::of)
                      .toList())
              .build();
        });
  }
}
