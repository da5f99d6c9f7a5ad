package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static beamline.router.grpc.GrpcNode.request;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterAdminGrpc.RouterAdminBlockingStub;
import beamline.router.proto.flow.v1.AdminPolicy;
import beamline.router.proto.flow.v1.AdminProvider;
import beamline.router.proto.flow.v1.AdminRule;
import beamline.router.proto.flow.v1.DeletePolicyRequest;
import beamline.router.proto.flow.v1.GetCheckpointStatusRequest;
import beamline.router.proto.flow.v1.GetPolicyRequest;
import beamline.router.proto.flow.v1.GetValidatorsHealthRequest;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.UpsertPolicyRequest;
import beamline.router.proto.flow.v1.ValidatorStatus;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminCallsTest {
  @TempDir static Path folder;

  private GrpcNode node;
  private RouterAdminBlockingStub admin;

  @BeforeEach
  void start() throws Exception {
    node = GrpcNode.start(folder);
    admin = node.admin("x-api-key", ADMIN_KEY);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aPolicyThatWasWrittenDecidesAndIsReadBack() throws Exception {
    AdminPolicy policy = policy("default", "gpt", "claude");
    assertThat(admin.upsertPolicy(upsert(policy)).getOk()).isTrue();
    assertThat(node.decider().decide(request("acme")).getProviderId()).isIn("gpt", "claude");
    AdminPolicy read = admin.getPolicy(get("default")).getPolicy();
    assertThat(read.getProvidersList())
        .extracting(AdminProvider::getId, AdminProvider::getWeight)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gpt", 0.5),
            org.assertj.core.groups.Tuple.tuple("claude", 0.5));
    assertThat(read.getSticky()).isTrue();
    assertThat(read.getRulesList())
        .containsExactly(
            AdminRule.newBuilder().setMatch("status:timeout").setFallback("claude").build());
  }

  @Test
  void theLastWriterWinsWhateverWasStored() {
    admin.upsertPolicy(upsert(policy("default", "gpt")));
    admin.upsertPolicy(upsert(policy("default", "claude")));
    PolicyDocument stored =
        node.router().policies().get(new PolicyKey("acme", "default")).orElseThrow();
    assertThat(stored.revision()).isEqualTo(2);
    assertThat(stored.json()).contains("claude").doesNotContain("gpt");
  }

  @Test
  void writersThatMeetAllGetThrough() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      List<Future<Boolean>> written = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String provider = "p" + i;
        written.add(
            writers.submit(() -> admin.upsertPolicy(upsert(policy("default", provider))).getOk()));
      }
      for (Future<Boolean> ok : written) {
        assertThat(ok.get()).isTrue();
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(node.router().policies().get(new PolicyKey("acme", "default")).orElseThrow())
        .extracting(PolicyDocument::revision)
        .isEqualTo(4L);
  }

  @Test
  void policiesAreListedByIdAndDeletedOnce() {
    admin.upsertPolicy(upsert(policy("b", "gpt")));
    admin.upsertPolicy(upsert(policy("a", "gpt")));
    assertThat(listed()).containsExactly("a", "b");
    DeletePolicyRequest delete =
        DeletePolicyRequest.newBuilder().setTenantId("acme").setPolicyId("a").build();
    assertThat(admin.deletePolicy(delete).getOk()).isTrue();
    assertThat(listed()).containsExactly("b");
    assertThat(Refusal.of(() -> admin.deletePolicy(delete)).status())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void theCheckpointIsTheOneThatIsBuiltIn() {
    var status =
        admin.getCheckpointStatus(GetCheckpointStatusRequest.getDefaultInstance()).getStatus();
    assertThat(status.getCurrentCp()).isEqualTo("CP2");
    assertThat(status.getCp2PlusAllowed()).isTrue();
    assertThat(status.getUpdatedAtMs()).isPositive();
  }

  @Test
  void validatorsAreTheServiceAndThePartsOfTheRouter() {
    List<ValidatorStatus> report =
        admin
            .getValidatorsHealth(GetValidatorsHealthRequest.getDefaultInstance())
            .getValidatorsList();
    assertThat(report)
        .extracting(ValidatorStatus::getName)
        .startsWith("grpc_health", "engine", "policies");
    assertThat(report).extracting(ValidatorStatus::getStatus).containsOnly("serving");
    node.router().drain(java.time.Duration.ofSeconds(1));
    assertThat(
            admin
                .getValidatorsHealth(GetValidatorsHealthRequest.getDefaultInstance())
                .getValidators(1)
                .getStatus())
        .isEqualTo("not_serving");
  }

  @Test
  void whatAStoreSaysIsNotTold() throws Exception {
    TroubledPolicies store = new TroubledPolicies();
    try (PlainNode troubled =
        new PlainNode(folder, Runnable::run, Map.of("admin.anonymous", "true"), store)) {
      store.trouble(new IllegalStateException("postgres://hush@10.0.0.7 refuses"));
      assertThat(troubled.router().health().toString()).contains("hush");
      var report =
          RouterAdminGrpc.newBlockingStub(troubled.channel())
              .getValidatorsHealth(GetValidatorsHealthRequest.getDefaultInstance());
      assertThat(report.getValidatorsList())
          .extracting(
              ValidatorStatus::getName, ValidatorStatus::getStatus, ValidatorStatus::getDetails)
          .contains(
              org.assertj.core.groups.Tuple.tuple("grpc_health", "degraded", "answers"),
              org.assertj.core.groups.Tuple.tuple("engine", "serving", "deciding"),
              org.assertj.core.groups.Tuple.tuple("policies", "degraded", "see the log"));
      assertThat(report.toString()).doesNotContain("hush");
    }
  }

  @Test
  void aDryRunTellsWhoWouldExecuteAndARefusedOneIsAnAnswer() {
    node.policy("{'providers':[{'name':'gpt','weight':1}]}");
    Struct question = struct(Map.of("tenant_id", text("acme"), "policy_id", text("default")));
    Struct answer = admin.dryRunPipeline(question);
    assertThat(answer.getFieldsOrThrow("ok").getBoolValue()).isTrue();
    Struct decision =
        answer
            .getFieldsOrThrow("result")
            .getStructValue()
            .getFieldsOrThrow("decision")
            .getStructValue();
    assertThat(decision.getFieldsOrThrow("provider_id").getStringValue()).isEqualTo("gpt");
    node.router().controls().intakeTenants(beamline.router.api.admin.TenantList.only("other"));
    assertThat(admin.dryRunPipeline(question).getFieldsOrThrow("ok").getBoolValue()).isFalse();
  }

  @Test
  void theOtherQuestionsAreAnsweredOrRefusedByStatus() {
    node.policy("{'providers':[{'name':'gpt','weight':1}],'circuit_breaker':{'enabled':true}}");
    Struct known = struct(Map.of("tenant_id", text("acme"), "policy_id", text("default")));
    assertThat(
            admin
                .getPipelineComplexity(known)
                .getFieldsOrThrow("total_extensions")
                .getNumberValue())
        .isZero();
    assertThat(admin.getExtensionHealth(struct(Map.of())).containsFields("health")).isTrue();
    assertThat(
            admin
                .getCircuitBreakerStates(struct(Map.of("tenant_id", text("acme"))))
                .getFieldsOrThrow("providers")
                .getStructValue()
                .getFieldsMap())
        .containsKey("acme/gpt");
    assertThat(
            Refusal.of(
                    () ->
                        admin.getPipelineComplexity(
                            struct(Map.of("tenant_id", text("acme"), "policy_id", text("none")))))
                .status())
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(Refusal.of(() -> admin.getPipelineComplexity(struct(Map.of()))).status())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private List<String> listed() {
    return admin
        .listPolicies(ListPoliciesRequest.newBuilder().setTenantId("acme").build())
        .getPoliciesList()
        .stream()
        .map(AdminPolicy::getPolicyId)
        .toList();
  }

  private static AdminPolicy policy(String id, String... providers) {
    AdminPolicy.Builder policy = AdminPolicy.newBuilder().setPolicyId(id).setSticky(true);
    for (String provider : providers) {
      policy.addProviders(AdminProvider.newBuilder().setId(provider).setWeight(1));
    }
    String last = providers[providers.length - 1];
    return policy
        .addRules(AdminRule.newBuilder().setMatch("status:timeout").setFallback(last))
        .build();
  }

  private static UpsertPolicyRequest upsert(AdminPolicy policy) {
    return UpsertPolicyRequest.newBuilder().setTenantId("acme").setPolicy(policy).build();
  }

  private static GetPolicyRequest get(String policyId) {
    return GetPolicyRequest.newBuilder().setTenantId("acme").setPolicyId(policyId).build();
  }

  private static Struct struct(Map<String, Value> fields) {
    return Struct.newBuilder().putAllFields(fields).build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
