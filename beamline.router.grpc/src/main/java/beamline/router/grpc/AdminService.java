package beamline.router.grpc;

import beamline.router.api.RouterEngine;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.proto.flow.v1.CheckpointStatus;
import beamline.router.proto.flow.v1.DeletePolicyRequest;
import beamline.router.proto.flow.v1.DeletePolicyResponse;
import beamline.router.proto.flow.v1.GetCheckpointStatusRequest;
import beamline.router.proto.flow.v1.GetCheckpointStatusResponse;
import beamline.router.proto.flow.v1.GetPolicyRequest;
import beamline.router.proto.flow.v1.GetPolicyResponse;
import beamline.router.proto.flow.v1.GetValidatorsHealthRequest;
import beamline.router.proto.flow.v1.GetValidatorsHealthResponse;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.ListPoliciesResponse;
import beamline.router.proto.flow.v1.UpsertPolicyRequest;
import beamline.router.proto.flow.v1.UpsertPolicyResponse;
import com.google.protobuf.Struct;
import io.grpc.stub.StreamObserver;

/** Policies, and what can be asked about the router, for remote callers. */
final class AdminService extends RouterAdminGrpc.RouterAdminImplBase {
  private static final String CHECKPOINT = "CP2";

  private final RouterEngine router;
  private final AdminCalls calls;
  private final long since = System.currentTimeMillis();

  AdminService(RouterEngine router, AdminCalls calls) {
    this.router = router;
    this.calls = calls;
  }

  @Override
  public void upsertPolicy(
      UpsertPolicyRequest request, StreamObserver<UpsertPolicyResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          new RemotePolicies(administration.policies())
              .upsert(request.getTenantId(), request.getPolicy());
          return UpsertPolicyResponse.newBuilder().setOk(true).build();
        });
  }

  @Override
  public void deletePolicy(
      DeletePolicyRequest request, StreamObserver<DeletePolicyResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          new RemotePolicies(administration.policies())
              .delete(request.getTenantId(), request.getPolicyId());
          return DeletePolicyResponse.newBuilder().setOk(true).build();
        });
  }

  @Override
  public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> caller) {
    calls.answer(
        caller,
        administration ->
            GetPolicyResponse.newBuilder()
                .setPolicy(
                    new RemotePolicies(administration.policies())
                        .get(request.getTenantId(), request.getPolicyId()))
                .build());
  }

  @Override
  public void listPolicies(
      ListPoliciesRequest request, StreamObserver<ListPoliciesResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListPoliciesResponse.newBuilder()
                .addAllPolicies(
                    new RemotePolicies(administration.policies()).list(request.getTenantId()))
                .build());
  }

  /** Every feature of the second checkpoint is part of the router, for as long as it runs. */
  @Override
  public void getCheckpointStatus(
      GetCheckpointStatusRequest request, StreamObserver<GetCheckpointStatusResponse> caller) {
    calls.answer(
        caller,
        administration ->
            GetCheckpointStatusResponse.newBuilder()
                .setStatus(
                    CheckpointStatus.newBuilder()
                        .setCurrentCp(CHECKPOINT)
                        .setCp2PlusAllowed(true)
                        .setUpdatedAtMs(since))
                .build());
  }

  @Override
  public void getValidatorsHealth(
      GetValidatorsHealthRequest request, StreamObserver<GetValidatorsHealthResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          administration.require(Permission.METRICS_READ, Grant.ALL_TENANTS);
          Struct extensions =
              Questions.ask(
                  administration, AdminQuestion.EXTENSION_HEALTH, Struct.getDefaultInstance());
          return GetValidatorsHealthResponse.newBuilder()
              .addAllValidators(ValidatorReport.of(router.health(), extensions))
              .build();
        });
  }

  @Override
  public void getExtensionHealth(Struct question, StreamObserver<Struct> caller) {
    ask(AdminQuestion.EXTENSION_HEALTH, question, caller);
  }

  @Override
  public void getCircuitBreakerStates(Struct question, StreamObserver<Struct> caller) {
    ask(AdminQuestion.CIRCUIT_BREAKER_STATES, question, caller);
  }

  @Override
  public void dryRunPipeline(Struct question, StreamObserver<Struct> caller) {
    ask(AdminQuestion.DRY_RUN, question, caller);
  }

  @Override
  public void getPipelineComplexity(Struct question, StreamObserver<Struct> caller) {
    ask(AdminQuestion.COMPLEXITY, question, caller);
  }

  private void ask(AdminQuestion question, Struct body, StreamObserver<Struct> caller) {
    calls.answer(caller, administration -> Questions.ask(administration, question, body));
  }
}
