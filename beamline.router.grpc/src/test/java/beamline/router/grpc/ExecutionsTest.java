package beamline.router.grpc;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.admin.Budget;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.BudgetStatus;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.v1.ExecutionsGrpc;
import beamline.router.grpc.v1.ReportRequest;
import beamline.router.proto.flow.v1.RouteDecision;
import beamline.router.testkit.RecordingAuditSink;
import io.grpc.Channel;
import io.grpc.Status;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of callers who decide over gRPC. Vera reads acme's policies. */
class ExecutionsTest {
  private static final String COSTLY =
      "{'providers':[{'name':'gpt','weight':1,'expected_cost':1}],"
          + "'circuit_breaker':{'enabled':true,'failure_threshold':1}}";

  @TempDir static Path folder;

  private static PlainNode start(Map<String, String> settings, RecordingAuditSink audit)
      throws Exception {
    return new PlainNode(folder, Runnable::run, settings, audit)
        .policy("acme", COSTLY)
        .policy("globex", COSTLY)
        .grant("vera", "acme", "viewer");
  }

  @Test
  void whatExecutionsHaveCostIsChargedAndTheRestIsLentAgain() throws Exception {
    try (PlainNode node = start(Map.of(), new RecordingAuditSink())) {
      budget(node, "acme", 3);
      List<RouteDecision> decisions = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        decisions.add(decide(node));
      }
      Refusal refusal = Refusal.of(() -> decide(node));
      assertThat(refusal.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refusal.info().getReason()).isEqualTo(ErrorCode.BUDGET_EXCEEDED.name());

      ReportRequest first = report(decisions.get(0)).setCost(0.25).setLatencyMs(120).build();
      report(node.vera(), first);
      report(node.vera(), first);
      assertThat(status(node, "acme")).isEqualTo("spent 250000, reserved 2000000");
      report(node.vera(), report(decisions.get(1)).setCost(0.5).build());
      assertThat(status(node, "acme")).isEqualTo("spent 750000, reserved 1000000");
      assertThat(decide(node).getProviderId()).isEqualTo("gpt");
      report(node.vera(), report(decisions.get(2)).build());
      assertThat(status(node, "acme")).as("it cost what was expected").startsWith("spent 1750000,");
    }
  }

  @Test
  void failuresCountForTheBreaker() throws Exception {
    try (PlainNode node = start(Map.of(), new RecordingAuditSink())) {
      decide(node);
      report(
          node.vera(),
          message().setStatus(ReportRequest.Status.TIMEOUT).setErrorCode("TIMEOUT").build());
      assertThat(Refusal.of(() -> decide(node)).info().getReason())
          .isEqualTo(ErrorCode.NO_PROVIDER_AVAILABLE.name());
    }
  }

  @Test
  void whoMayNotReadTheTenantsPoliciesIsRefusedAndWrittenDown() throws Exception {
    RecordingAuditSink audit = new RecordingAuditSink();
    try (PlainNode node = start(Map.of(), audit)) {
      ReportRequest other = message().setTenantId("globex").setCost(1).build();
      budget(node, "globex", 3);
      Refusal refusal = Refusal.of(() -> report(node.vera(), other));
      assertThat(refusal.status()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(status(node, "globex")).isEqualTo("spent 0, reserved 0");
      eventually(
          "the refusal is in the audit log",
          () ->
              audit.entries().stream()
                  .anyMatch(
                      entry ->
                          entry.body().contains("\"tenant_id\":\"globex\",\"actor\":\"vera\"")
                              && entry.body().contains("_denied\"")));
    }
  }

  @Test
  void aReservationOfAnotherTenantIsNotSettled() throws Exception {
    try (PlainNode node = start(Map.of(), new RecordingAuditSink())) {
      node.grant("vera", "globex", "viewer");
      budget(node, "acme", 3);
      budget(node, "globex", 3);
      RouteDecision decision = decide(node);
      report(node.vera(), report(decision).setTenantId("globex").setCost(0.5).build());
      assertThat(status(node, "acme")).isEqualTo("spent 0, reserved 1000000");
      assertThat(status(node, "globex")).isEqualTo("spent 500000, reserved 0");
    }
  }

  @Test
  void whoShowsNothingIsNobodyAlsoWhereEverybodyMayLook() throws Exception {
    try (PlainNode node = start(Map.of("admin.anonymous", "true"), new RecordingAuditSink())) {
      for (Channel nobody : new Channel[] {node.channel(), node.as("x-api-key", "wrong-key")}) {
        Refusal refusal = Refusal.of(() -> report(nobody, message().build()));
        assertThat(refusal.status()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal.info().getReason()).isEqualTo(ErrorCode.UNAUTHENTICATED.name());
      }
    }
  }

  @Test
  void whatIsWrongInAReportIsNamed() throws Exception {
    try (PlainNode node = start(Map.of(), new RecordingAuditSink())) {
      expect(node, report -> report.clearTenantId(), "tenant_id is missing");
      expect(node, report -> report.setTenantId("a b"), "tenant_id is 'a b', must be ");
      expect(node, report -> report.setPolicyId("a b"), "policy_id is 'a b', must be ");
      expect(node, report -> report.clearProviderId(), "provider_id is missing");
      expect(node, report -> report.setProviderId("p".repeat(256)), "provider_id has 256 ");
      expect(node, report -> report.setProviderId("a\nb"), "provider_id has control characters");
      expect(node, report -> report.clearStatus(), "status is 0, must be SUCCESS, ERROR, ");
      expect(node, report -> report.setStatusValue(9), "status is 9, must be SUCCESS, ERROR, ");
      expect(node, report -> report.setErrorCode("E".repeat(65)), "error_code has 65 ");
      expect(node, report -> report.setLatencyMs(-1), "latency_ms is -1, must be from 0 ");
      expect(node, report -> report.setLatencyMs(Long.MAX_VALUE), "latency_ms is 92233720");
      expect(node, report -> report.setCost(-0.5), "cost is -0.5, must be from 0 to 1000000000");
      expect(node, report -> report.setCost(Double.NaN), "cost is NaN, must be from 0 ");
      expect(node, report -> report.setCost(1e9 + 1), "cost is 1.000000001E9, must be ");
      expect(node, report -> report.setCost(Double.POSITIVE_INFINITY), "cost is Infinity, ");
      expect(node, report -> report.setReservation("r".repeat(129)), "reservation has 129 ");
    }
  }

  private static void expect(PlainNode node, Consumer<ReportRequest.Builder> mistake, String told) {
    ReportRequest.Builder report = message();
    mistake.accept(report);
    Refusal refusal = Refusal.of(() -> report(node.admin(), report.build()));
    assertThat(refusal.status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).startsWith(told);
  }

  private static ReportRequest.Builder message() {
    return ReportRequest.newBuilder()
        .setTenantId("acme")
        .setProviderId("gpt")
        .setStatus(ReportRequest.Status.SUCCESS);
  }

  private static ReportRequest.Builder report(RouteDecision decision) {
    return message()
        .setProviderId(decision.getProviderId())
        .setReservation(decision.getMetadataOrThrow("reservation"));
  }

  private static void report(Channel caller, ReportRequest report) {
    assertThat(ExecutionsGrpc.newBlockingStub(caller).report(report)).isNotNull();
  }

  private static RouteDecision decide(PlainNode node) {
    return RouterGrpc.newBlockingStub(node.channel()).decide(GrpcNode.request("acme"));
  }

  private static void budget(PlainNode node, String tenantId, int units) {
    node.router()
        .administration()
        .budgets()
        .put(
            BudgetKey.ofTenant(tenantId),
            Budget.of(BigDecimal.valueOf(units), Budget.Period.TOTAL));
  }

  private static String status(PlainNode node, String tenantId) {
    BudgetStatus status = node.router().administration().budgets().of(tenantId).get(0);
    return "spent " + status.spentMicros() + ", reserved " + status.reservedMicros();
  }
}
