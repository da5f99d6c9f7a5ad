package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static beamline.router.grpc.GrpcNode.request;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.admin.TenantList;
import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.ControlAdminGrpc.ControlAdminBlockingStub;
import beamline.router.grpc.v1.Controls;
import beamline.router.grpc.v1.GetControlsRequest;
import beamline.router.grpc.v1.PutControlsRequest;
import beamline.router.testkit.RecordingAuditSink;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlServiceTest {
  private static final beamline.router.grpc.v1.TenantList ALL =
      beamline.router.grpc.v1.TenantList.newBuilder().setAll(true).build();
  private static final Controls OPEN =
      Controls.newBuilder()
          .setAssignmentsEnabled(true)
          .setIntakeTenants(ALL)
          .setPushTenants(ALL)
          .setResultTenants(ALL)
          .build();

  private static final Pattern SETTING = Pattern.compile("\"resource_id\":\"([^\"]+)\"");

  @TempDir static Path folder;

  private final RecordingAuditSink audit = new RecordingAuditSink();
  private GrpcNode node;
  private ControlAdminBlockingStub controls;

  @BeforeEach
  void start() throws Exception {
    node =
        GrpcNode.start(
            folder, Map.of("audit.queue-size", "16", "audit.when-full", "reject"), audit);
    controls = ControlAdminGrpc.newBlockingStub(node.caller("x-api-key", ADMIN_KEY));
  }

  @AfterEach
  void stop() {
    audit.recover();
    node.close();
  }

  @Test
  void onlyWhatIsGivenIsChanged() {
    put(OPEN);
    assertThat(get()).isEqualTo(OPEN);
    put(Controls.newBuilder().setAssignmentsEnabled(false).build());
    assertThat(get()).isEqualTo(OPEN.toBuilder().setAssignmentsEnabled(false).build());
    Controls change =
        Controls.newBuilder()
            .setPushTenants(only("b", "a", "b"))
            .setResultTenants(only("c"))
            .build();
    assertThat(put(change)).isEqualTo(change);
    assertThat(get())
        .isEqualTo(
            OPEN.toBuilder()
                .setAssignmentsEnabled(false)
                .setPushTenants(only("a", "b"))
                .setResultTenants(only("c"))
                .build());
    put(Controls.newBuilder().setAssignmentsEnabled(true).setPushTenants(ALL).build());
    assertThat(get()).isEqualTo(OPEN.toBuilder().setResultTenants(only("c")).build());
  }

  @Test
  void anEmptyListLetsNobodyThroughAndAllLetsEverybodyThroughWhateverIsListed() throws Exception {
    node.policy("{'providers':[{'name':'gpt','weight':1}]}");
    var decider = node.decider();
    put(Controls.newBuilder().setIntakeTenants(only()).build());
    assertThat(Refusal.of(() -> decider.decide(request("acme"))).info().getReason())
        .isEqualTo(ErrorCode.TENANT_FORBIDDEN.name());
    put(Controls.newBuilder().setIntakeTenants(only("globex").toBuilder().setAll(true)).build());
    assertThat(decider.decide(request("acme")).getProviderId()).isEqualTo("gpt");
  }

  @Test
  void aMessageInWhichSomethingIsWrongChangesNothing() {
    put(OPEN);
    Map<String, PutControlsRequest> refused =
        Map.of(
            "controls is missing",
            PutControlsRequest.getDefaultInstance(),
            "controls is empty, must have at least one field",
            PutControlsRequest.newBuilder().setControls(Controls.getDefaultInstance()).build(),
            "controls.result_tenants.tenant_ids[1] is 'a b', must be 1 to 255 letters",
            PutControlsRequest.newBuilder()
                .setControls(
                    Controls.newBuilder()
                        .setAssignmentsEnabled(false)
                        .setIntakeTenants(only("acme"))
                        .setResultTenants(only("acme", "a b")))
                .build(),
            "controls.push_tenants.tenant_ids[0] is missing",
            PutControlsRequest.newBuilder()
                .setControls(Controls.newBuilder().setPushTenants(only("")))
                .build());
    refused.forEach(
        (message, request) -> {
          Refusal refusal = Refusal.of(() -> controls.putControls(request));
          assertThat(refusal.message()).contains(message);
          assertThat(refusal.status()).as(message).isEqualTo(Status.Code.INVALID_ARGUMENT);
        });
    assertThat(get()).isEqualTo(OPEN);
  }

  @Test
  void whatWasChangedBeforeARefusalStaysAndIsNamed() {
    put(OPEN);
    fillTheAuditLog();
    Refusal refusal =
        Refusal.of(
            () ->
                put(
                    Controls.newBuilder()
                        .setAssignmentsEnabled(false)
                        .setPushTenants(only("acme"))
                        .setResultTenants(only("acme"))
                        .build()));
    assertThat(refusal.info().getReason()).isEqualTo(ErrorCode.SERVICE_OVERLOADED.name());
    assertThat(refusal.message())
        .contains("the audit log cannot take more", "; changed before that: assignments_enabled");
    assertThat(get().getAssignmentsEnabled()).isFalse();
    assertThat(get().getPushTenants()).isEqualTo(ALL);
    assertThat(get().getResultTenants()).isEqualTo(ALL);
  }

  @Test
  void assignmentsAreStoppedFirstAndStartedLast() {
    put(Controls.newBuilder().setPushTenants(only("a")).setAssignmentsEnabled(false).build());
    put(Controls.newBuilder().setAssignmentsEnabled(true).setPushTenants(ALL).build());
    eventually("the changes are recorded", () -> changed().size() == 4);
    String enabled = AssignmentKeys.ENABLED.name();
    String tenants = AssignmentKeys.ALLOWED_TENANTS.name();
    assertThat(changed()).containsExactly(enabled, tenants, tenants, enabled);
  }

  /** The settings that were changed, in order. */
  private List<String> changed() {
    return audit.entries().stream()
        .map(AuditEntry::body)
        .filter(body -> body.contains("\"action\":\"set\""))
        .map(SETTING::matcher)
        .filter(Matcher::find)
        .map(setting -> setting.group(1))
        .toList();
  }

  private void fillTheAuditLog() {
    audit.failWith(new RouterException(ErrorCode.SERVICE_DOWN, "the disk is full"));
    RouterControls host = node.router().controls();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                host.intakeTenants(TenantList.only("t" + i));
              }
            })
        .isInstanceOf(RouterException.class);
  }

  private Controls put(Controls change) {
    return controls
        .putControls(PutControlsRequest.newBuilder().setControls(change).build())
        .getControls();
  }

  private Controls get() {
    return controls.getControls(GetControlsRequest.getDefaultInstance()).getControls();
  }

  private static beamline.router.grpc.v1.TenantList only(String... tenants) {
    return beamline.router.grpc.v1.TenantList.newBuilder()
        .addAllTenantIds(List.of(tenants))
        .build();
  }
}
