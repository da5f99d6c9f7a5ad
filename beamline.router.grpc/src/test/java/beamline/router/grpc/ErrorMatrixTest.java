package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static beamline.router.grpc.GrpcNode.OPERATOR_KEY;
import static beamline.router.grpc.GrpcNode.VIEWER_TOKEN;
import static beamline.router.grpc.GrpcNode.request;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorMapping;
import beamline.router.api.ErrorTable;
import beamline.router.api.ExecutionReport;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.TenantList;
import beamline.router.grpc.flow.v1.RouterAdminGrpc.RouterAdminBlockingStub;
import beamline.router.proto.flow.v1.AdminPolicy;
import beamline.router.proto.flow.v1.AdminProvider;
import beamline.router.proto.flow.v1.DeletePolicyRequest;
import beamline.router.proto.flow.v1.GetPolicyRequest;
import beamline.router.proto.flow.v1.RouteRequest;
import beamline.router.proto.flow.v1.UpsertPolicyRequest;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The error matrix of the operational guide (section 10), each row from a client over TLS. Rows
 * have a real cause, except those at the end, of which it is said why they have none here.
 */
class ErrorMatrixTest {
  private static final String POLICY = "{'providers':[{'name':'gpt','weight':1}]}";

  @TempDir static Path folder;

  // client input errors

  @Test
  void missingTenantId() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      Refusal refusal = Refusal.of(() -> decide(node, request("")));
      expect(refusal, Status.Code.INVALID_ARGUMENT, ErrorCode.MISSING_TENANT_ID);
      assertThat(refusal.message()).isEqualTo("message.tenant_id is missing");
    }
  }

  @Test
  void missingMessage() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      Refusal refusal = Refusal.of(() -> decide(node, RouteRequest.getDefaultInstance()));
      expect(refusal, Status.Code.INVALID_ARGUMENT, ErrorCode.MISSING_MESSAGE);
    }
  }

  @Test
  void invalidRequest() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      expect(
          Refusal.of(() -> decide(node, request("no tenant id"))),
          Status.Code.INVALID_ARGUMENT,
          ErrorCode.INVALID_REQUEST);
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      expect(
          Refusal.of(() -> admin.upsertPolicy(upsert("", "gpt", 1))),
          Status.Code.INVALID_ARGUMENT,
          ErrorCode.INVALID_REQUEST);
    }
  }

  @Test
  void invalidPolicyNamesEveryField() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      Refusal refusal = Refusal.of(() -> admin.upsertPolicy(upsert("default", "gpt", -3)));
      expect(refusal, Status.Code.INVALID_ARGUMENT, ErrorCode.INVALID_POLICY);
      assertThat(refusal.message()).startsWith("policy acme/default: ");
      assertThat(refusal.detail(BadRequest.class).orElseThrow().getFieldViolationsList())
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.getField()).isEqualTo("providers[0].weight");
                assertThat(violation.getDescription()).contains("-3");
              });
      assertThat(node.router().policies().list("acme")).isEmpty();
    }
  }

  // resource not found

  @Test
  void policyNotFound() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.NOT_FOUND, ErrorCode.POLICY_NOT_FOUND);
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      expect(
          Refusal.of(() -> admin.getPolicy(get("other"))),
          Status.Code.NOT_FOUND,
          ErrorCode.POLICY_NOT_FOUND);
      expect(
          Refusal.of(() -> admin.deletePolicy(delete("other"))),
          Status.Code.NOT_FOUND,
          ErrorCode.POLICY_NOT_FOUND);
    }
  }

  // quota and budget limits

  @Test
  void rateLimitExceededSaysWhoseAndWhenToComeBack() throws Exception {
    String limited =
        "{'providers':[{'name':'gpt','weight':1}],"
            + "'rate_limit':{'enabled':true,'requests_per_second':1,'burst':1}}";
    try (GrpcNode node = GrpcNode.start(folder).policy(limited)) {
      decide(node, request("acme"));
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.RESOURCE_EXHAUSTED, ErrorCode.RATE_LIMIT_EXCEEDED);
      assertThat(refusal.info().getMetadataMap())
          .containsEntry("scope", "policy")
          .containsEntry("limit", "60")
          .containsEntry("retryable", "true");
      com.google.protobuf.Duration wait =
          refusal.detail(RetryInfo.class).orElseThrow().getRetryDelay();
      assertThat(Duration.ofSeconds(wait.getSeconds(), wait.getNanos()))
          .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    }
  }

  @Test
  void quotaExceeded() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder, Map.of("quota.max-policies", "1"))) {
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      admin.upsertPolicy(upsert("one", "gpt", 1));
      Refusal refusal = Refusal.of(() -> admin.upsertPolicy(upsert("two", "gpt", 1)));
      expect(refusal, Status.Code.RESOURCE_EXHAUSTED, ErrorCode.QUOTA_EXCEEDED);
      assertThat(refusal.info().getMetadataMap()).containsEntry("retryable", "false");
    }
  }

  @Test
  void budgetExceededSaysOfWhatAndWhenToComeBack() throws Exception {
    String costly = "{'providers':[{'name':'gpt','weight':1,'expected_cost':1}]}";
    try (GrpcNode node = GrpcNode.start(folder).policy(costly)) {
      node.router()
          .administration()
          .budgets()
          .put(BudgetKey.ofTenant("acme"), Budget.of(BigDecimal.ONE, Budget.Period.DAY));
      decide(node, request("acme"));
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.RESOURCE_EXHAUSTED, ErrorCode.BUDGET_EXCEEDED);
      assertThat(refusal.info().getMetadataMap())
          .containsEntry("scope", "tenant")
          .containsEntry("identifier", "acme")
          .containsEntry("limit", "1.0");
      assertThat(refusal.detail(RetryInfo.class)).isPresent();
    }
  }

  // service unavailable

  @Test
  void serviceDown() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      decide(node, request("acme"));
      node.router().drain(Duration.ofSeconds(1));
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.UNAVAILABLE, ErrorCode.SERVICE_DOWN);
      assertThat(refusal.info().getMetadataMap()).containsEntry("retryable", "true");
    }
  }

  @Test
  void aStoreThatIsAwayIsNamedAndWhatItSaysIsNotTold() throws Exception {
    TroubledPolicies policies = new TroubledPolicies();
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), policies)) {
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      for (ErrorCode code :
          new ErrorCode[] {ErrorCode.SERVICE_DOWN, ErrorCode.TIMEOUT, ErrorCode.NATS_UNAVAILABLE}) {
        policies.trouble(new RouterException(code, "postgres://router:hush@10.0.0.7 says so"));
        Refusal refusal = Refusal.of(() -> admin.getPolicy(get("default")));
        expect(refusal, Status.Code.UNAVAILABLE, code);
        assertThat(refusal.message()).isEqualTo("the policy store is not reachable");
        assertThat(refusal.thrown().getTrailers().toString()).doesNotContain("hush", "10.0.0.7");
      }
    }
  }

  // authentication and authorization

  @Test
  void unauthenticated() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      RouterAdminBlockingStub nobody = node.admin();
      expect(
          Refusal.of(() -> nobody.getPolicy(get("default"))),
          Status.Code.UNAUTHENTICATED,
          ErrorCode.UNAUTHENTICATED);
    }
  }

  @Test
  void aTenantThatIsNotAllowedIsNotAuthenticated() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      node.router().controls().intakeTenants(TenantList.only("other"));
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.UNAUTHENTICATED, ErrorCode.TENANT_FORBIDDEN);
      assertThat(refusal.info().getMetadataMap()).containsEntry("tenant_id", "acme");
    }
  }

  @Test
  void permissionDenied() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      RouterAdminBlockingStub operator = node.admin("x-api-key", OPERATOR_KEY);
      expect(
          Refusal.of(() -> operator.deletePolicy(delete("default"))),
          Status.Code.PERMISSION_DENIED,
          ErrorCode.PERMISSION_DENIED);
      RouterAdminBlockingStub viewer = node.admin("authorization", "Bearer " + VIEWER_TOKEN);
      Refusal refusal = Refusal.of(() -> viewer.upsertPolicy(upsert("default", "gpt", 1)));
      expect(refusal, Status.Code.PERMISSION_DENIED, ErrorCode.PERMISSION_DENIED);
      assertThat(refusal.message()).contains("vera", "policy:write");
    }
  }

  // internal errors

  @Test
  void noProviderAvailable() throws Exception {
    try (GrpcNode node =
        GrpcNode.start(folder)
            .policy(
                "{'providers':[{'name':'gpt','weight':1}],"
                    + "'circuit_breaker':{'enabled':true,'failure_threshold':1}}")) {
      decide(node, request("acme"));
      node.router()
          .report(ExecutionReport.builder("acme", "gpt", ExecutionReport.Status.TIMEOUT).build());
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.INTERNAL, ErrorCode.NO_PROVIDER_AVAILABLE);
    }
  }

  @Test
  void whatNobodyExpectedIsInternalAndNotTold() throws Exception {
    TroubledPolicies policies = new TroubledPolicies();
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), policies)) {
      policies.trouble(new IllegalStateException("password=hush"));
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      Refusal refusal = Refusal.of(() -> admin.getPolicy(get("default")));
      expect(refusal, Status.Code.INTERNAL, ErrorCode.INTERNAL_ERROR);
      assertThat(refusal.message()).isEqualTo("an internal error occurred");
      assertThat(refusal.thrown().getTrailers().toString()).doesNotContain("hush");
    }
  }

  /**
   * Every code with its row of the table, thrown by a store. Nothing in the router refuses with
   * {@code rate_limited}: it is a code that workers report.
   */
  @Test
  void everyCodeHasTheStatusOfTheTable() throws Exception {
    TroubledPolicies policies = new TroubledPolicies();
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), policies)) {
      RouterAdminBlockingStub admin = node.admin("x-api-key", ADMIN_KEY);
      for (ErrorCode code :
          EnumSet.complementOf(
              EnumSet.of(ErrorCode.INTERNAL_ERROR, ErrorCode.CONFIGURATION_INVALID))) {
        policies.trouble(new RouterException(code, "said by a store"));
        Refusal refusal = Refusal.of(() -> admin.getPolicy(get("default")));
        int status = code.defaultMapping().grpcStatus();
        expect(refusal, Status.fromCodeValue(status).getCode(), code);
        assertThat(refusal.message())
            .isEqualTo(
                code.isOfTheRouter() ? "the policy store is not reachable" : "said by a store");
      }
    }
  }

  @Test
  void theTableIsReplacedAtRunTime() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder)) {
      node.router()
          .controls()
          .errorTable(
              ErrorTable.defaults()
                  .with(
                      ErrorCode.POLICY_NOT_FOUND,
                      new ErrorMapping("no_such_policy", 9, 412, true)));
      Refusal refusal = Refusal.of(() -> decide(node, request("acme")));
      expect(refusal, Status.Code.FAILED_PRECONDITION, ErrorCode.POLICY_NOT_FOUND);
      assertThat(refusal.info().getMetadataMap())
          .containsEntry("error_code", "no_such_policy")
          .containsEntry("retryable", "true");
      node.router().controls().errorTable(ErrorTable.defaults());
      assertThat(Refusal.of(() -> decide(node, request("acme"))).status())
          .isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  private static void expect(Refusal refusal, Status.Code status, ErrorCode code) {
    assertThat(refusal.status()).as(refusal.message()).isEqualTo(status);
    assertThat(refusal.message()).isNotEmpty();
    assertThat(refusal.info().getReason()).isEqualTo(code.name());
    assertThat(refusal.info().getDomain()).isEqualTo("beamline.router");
  }

  private static void decide(GrpcNode node, RouteRequest request) {
    try {
      node.decider().decide(request);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static UpsertPolicyRequest upsert(String policyId, String provider, double weight) {
    return UpsertPolicyRequest.newBuilder()
        .setTenantId("acme")
        .setPolicy(
            AdminPolicy.newBuilder()
                .setPolicyId(policyId)
                .addProviders(AdminProvider.newBuilder().setId(provider).setWeight(weight)))
        .build();
  }

  private static GetPolicyRequest get(String policyId) {
    return GetPolicyRequest.newBuilder().setTenantId("acme").setPolicyId(policyId).build();
  }

  private static DeletePolicyRequest delete(String policyId) {
    return DeletePolicyRequest.newBuilder().setTenantId("acme").setPolicyId(policyId).build();
  }
}
