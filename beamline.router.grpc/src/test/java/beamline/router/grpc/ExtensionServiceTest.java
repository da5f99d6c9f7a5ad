package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static beamline.router.grpc.GrpcNode.request;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.v1.DeleteExtensionRequest;
import beamline.router.grpc.v1.Extension;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.ExtensionAdminGrpc.ExtensionAdminBlockingStub;
import beamline.router.grpc.v1.ExtensionHealth;
import beamline.router.grpc.v1.GetExtensionHealthRequest;
import beamline.router.grpc.v1.GetExtensionRequest;
import beamline.router.grpc.v1.ListExtensionsRequest;
import beamline.router.grpc.v1.PutExtensionRequest;
import beamline.router.grpc.v1.ReloadExtensionsRequest;
import beamline.router.grpc.v1.RollBackVersionRequest;
import beamline.router.grpc.v1.RollOutVersionRequest;
import beamline.router.grpc.v1.SetExtensionEnabledRequest;
import beamline.router.grpc.v1.SetExtensionModeRequest;
import beamline.router.grpc.v1.SetExtensionModeRequest.Mode;
import beamline.router.grpc.v1.SetExtensionModeResponse;
import beamline.router.testkit.FakeExtension;
import beamline.router.testkit.FakeExtensionSource;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionServiceTest {
  private static final String GUARD = json("{'type':'validator','subject':'ext.guard'}");
  private static final String POLICY =
      "{'providers':[{'name':'gpt','weight':1}], 'pre':[{'id':'enrich','mode':'%s'}]}";

  @TempDir static Path folder;

  private GrpcNode node;
  private ExtensionAdminBlockingStub extensions;

  @BeforeEach
  void start() throws Exception {
    FakeExtensionSource inProcess =
        new FakeExtensionSource()
            .with("enrich", beamline.router.spi.Extension.Kind.PRE, FakeExtension.proceeding());
    node = GrpcNode.start(folder, Map.of(), inProcess);
    extensions = ExtensionAdminGrpc.newBlockingStub(node.caller("x-api-key", ADMIN_KEY));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsPutIsReadAndListedUntilItIsDeleted() {
    assertThat(listed()).isEmpty();
    Extension stored = put("guard", GUARD, 0);
    assertThat(stored.getExtensionId()).isEqualTo("guard");
    assertThat(stored.getJson()).isEqualTo(GUARD);
    assertThat(stored.getRevision()).isEqualTo(1);
    assertThat(Math.abs(stored.getUpdatedAt().getSeconds() - Instant.now().getEpochSecond()))
        .isLessThan(60);
    put("enrich", json("{'type':'pre'}"), 0);
    assertThat(listed()).extracting(Extension::getExtensionId).containsExactly("enrich", "guard");
    assertThat(get("guard")).isEqualTo(stored);
    extensions.reloadExtensions(ReloadExtensionsRequest.getDefaultInstance());
    delete("guard", 1);
    assertThat(listed()).extracting(Extension::getExtensionId).containsExactly("enrich");
  }

  @Test
  void aChangeOfWhatSomebodyElseChangedIsAConflict() {
    put("guard", GUARD, 0);
    Refusal refusal = Refusal.of(() -> put("guard", GUARD, 0));
    expect(refusal, Status.Code.ABORTED, "revision 1, the change expected 0");
    assertThat(refusal.info().getReason()).isEqualTo("POLICY_CONFLICT");
    expect(
        Refusal.of(() -> delete("guard", 7)),
        Status.Code.ABORTED,
        "revision 1, the change expected 7");
    assertThat(get("guard").getRevision()).isEqualTo(1);
  }

  @Test
  void versionsAreRolledOutAndBackAndAllOfItIsTurnedOff() {
    put("guard", GUARD, 0);
    assertThat(rollOut("{'version':'v2','routing_rules':{'tenant_id':['acme']}}").getJson())
        .isEqualTo(
            json(
                "{'type':'validator','subject':'ext.guard',"
                    + "'versions':[{'version':'v2','routing_rules':{'tenant_id':['acme']}}]}"));
    assertThat(rollBack("v2").getJson()).contains(json("'enabled':false}]}"));
    Extension off = enable(false);
    assertThat(off.getRevision()).isEqualTo(4);
    assertThat(off.getJson()).endsWith(json(",'enabled':false}"));
    assertThat(enable(true).getJson()).endsWith(json(",'enabled':true}"));
    expect(Refusal.of(() -> rollBack("v9")), Status.Code.NOT_FOUND, "has no version v9");
    assertThat(get("guard").getRevision()).isEqualTo(5);
  }

  @Test
  void theModeOfAnExtensionIsChangedInThePolicy() {
    node.policy(POLICY.formatted("optional"));
    SetExtensionModeResponse stored = mode("enrich", Mode.REQUIRED);
    assertThat(stored.getRevision()).isEqualTo(2);
    assertThat(stored.getPolicyJson())
        .isEqualTo(json(POLICY.formatted("required")))
        .isEqualTo(
            node.router().policies().get(new PolicyKey("acme", "default")).orElseThrow().json());
    expect(
        Refusal.of(() -> mode("enrich", Mode.WARN)),
        Status.Code.INVALID_ARGUMENT,
        "policy acme/default calls extension 'enrich' as a pre- or post-processor: mode is warn");
    expect(
        Refusal.of(() -> mode("guard", Mode.WARN)),
        Status.Code.INVALID_ARGUMENT,
        "policy acme/default does not call extension 'guard'");
  }

  @Test
  void theHealthOfWhatWasCalledIsTold() throws Exception {
    node.policy(POLICY.formatted("optional"));
    assertThat(health()).isEmpty();
    node.decider().decide(request("acme"));
    assertThat(health())
        .singleElement()
        .satisfies(
            health -> {
              assertThat(health.getExtensionId()).isEqualTo("enrich");
              assertThat(health.getStatus()).isEqualTo("healthy");
              assertThat(health.getSuccessCount()).isEqualTo(1);
              assertThat(health.getFailureCount()).isZero();
              assertThat(health.getSuccessRate()).isEqualTo(1.0);
              assertThat(health.hasLastFailureMs()).isFalse();
              assertThat(health.getLastSuccessMs()).isPositive();
              assertThat(health.hasP99LatencyMs()).isTrue();
              assertThat(health.getCircuitBreakerState()).isEqualTo("closed");
              assertThat(health.hasCircuitBreakerOpenedAtMs()).isFalse();
              assertThat(health.getUpdatedAtMs()).isEqualTo(health.getLastSuccessMs());
            });
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Map<String, Runnable> refused = new LinkedHashMap<>();
    refused.put("get", () -> get("guard"));
    refused.put("delete", () -> delete("guard", 1));
    refused.put("enable", () -> enable(true));
    refused.put("roll out", () -> rollOut("{'version':'v2'}"));
    refused.put("roll back", () -> rollBack("v2"));
    refused.forEach(
        (name, call) -> {
          Refusal refusal = Refusal.of(call);
          expect(refusal, Status.Code.NOT_FOUND, "extension guard is not registered");
          assertThat(refusal.info().getReason()).as(name).isEqualTo("EXTENSION_NOT_FOUND");
        });
    Refusal refusal = Refusal.of(() -> mode("guard", Mode.WARN));
    expect(refusal, Status.Code.NOT_FOUND, "policy acme/default does not exist");
  }

  @Test
  void whatCannotBeIsRefusedWithItsField() {
    put("guard", GUARD, 0);
    Map<String, Runnable> refused = new LinkedHashMap<>();
    refused.put("extension_id is missing", () -> get(""));
    refused.put("extension_id is 'a b', must be 1 to 255 letters", () -> get("a b"));
    refused.put(
        "extension is missing",
        () -> extensions.putExtension(PutExtensionRequest.getDefaultInstance()));
    refused.put("extension.extension_id is missing", () -> put("", GUARD, 0));
    refused.put("extension.json is missing", () -> put("guard", "", 0));
    refused.put("extension.revision is -1, must be 0 or more", () -> put("guard", GUARD, -1));
    refused.put("revision is -2, must be 0 or more", () -> delete("guard", -2));
    refused.put(
        "timeout_ms is 9, must be 10",
        () -> put("guard", json("{'type':'pre','timeout_ms':9}"), 1));
    refused.put("cannot be read", () -> put("guard", "{", 1));
    refused.put("version_json is missing", () -> rollOut(""));
    refused.put("version is missing, must be the name of the version", () -> rollOut("{}"));
    refused.put("version is missing", () -> rollBack(""));
    refused.put(
        "enabled is missing",
        () ->
            extensions.setExtensionEnabled(
                SetExtensionEnabledRequest.newBuilder().setExtensionId("guard").build()));
    refused.put(
        "mode is 0, must be REQUIRED, OPTIONAL, BLOCK, WARN or IGNORE",
        () -> mode("guard", Mode.MODE_UNSPECIFIED));
    refused.put(
        "policy_id is missing",
        () ->
            extensions.setExtensionMode(
                SetExtensionModeRequest.newBuilder().setTenantId("acme").build()));
    refused.forEach(
        (message, call) -> expect(Refusal.of(call), Status.Code.INVALID_ARGUMENT, message));
    assertThat(get("guard").getRevision()).isEqualTo(1);
  }

  private static void expect(Refusal refusal, Status.Code status, String message) {
    assertThat(refusal.message()).contains(message);
    assertThat(refusal.status()).as(message).isEqualTo(status);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private List<Extension> listed() {
    return extensions
        .listExtensions(ListExtensionsRequest.getDefaultInstance())
        .getExtensionsList();
  }

  private Extension get(String id) {
    return extensions
        .getExtension(GetExtensionRequest.newBuilder().setExtensionId(id).build())
        .getExtension();
  }

  private Extension put(String id, String json, long revision) {
    return extensions
        .putExtension(
            PutExtensionRequest.newBuilder()
                .setExtension(
                    Extension.newBuilder().setExtensionId(id).setJson(json).setRevision(revision))
                .build())
        .getExtension();
  }

  private void delete(String id, long revision) {
    extensions.deleteExtension(
        DeleteExtensionRequest.newBuilder().setExtensionId(id).setRevision(revision).build());
  }

  private Extension enable(boolean enabled) {
    return extensions
        .setExtensionEnabled(
            SetExtensionEnabledRequest.newBuilder()
                .setExtensionId("guard")
                .setEnabled(enabled)
                .build())
        .getExtension();
  }

  private Extension rollOut(String version) {
    return extensions
        .rollOutVersion(
            RollOutVersionRequest.newBuilder()
                .setExtensionId("guard")
                .setVersionJson(json(version))
                .build())
        .getExtension();
  }

  private Extension rollBack(String version) {
    return extensions
        .rollBackVersion(
            RollBackVersionRequest.newBuilder().setExtensionId("guard").setVersion(version).build())
        .getExtension();
  }

  private SetExtensionModeResponse mode(String extensionId, Mode mode) {
    return extensions.setExtensionMode(
        SetExtensionModeRequest.newBuilder()
            .setTenantId("acme")
            .setPolicyId("default")
            .setExtensionId(extensionId)
            .setMode(mode)
            .build());
  }

  private List<ExtensionHealth> health() {
    return extensions
        .getExtensionHealth(GetExtensionHealthRequest.getDefaultInstance())
        .getExtensionsList();
  }
}
