package beamline.router.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionControl;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.access.Principals;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of changes of the registry, and who may make them in policies. */
class ExtensionAdministrationTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");
  private static final String POLICY =
      """
      { "providers": [{"id": "a", "weight": 1.0}],
        "pre": [{"id": "enrich"}], "validators": [{"id": "guard", "on_fail": "warn"}] }
      """;

  private final AuditLog log = new AuditLog();
  @TempDir private Path folder;
  private RouterEngine router;

  @BeforeEach
  void start() {
    router =
        RouterEngine.builder()
            .config(
                RouterConfig.defaults()
                    .with(
                        "admin.credentials-file", Principals.file(folder, "ada", "bob").toString())
                    .with("access-store.memory.grants", "ada=operator@acme,bob=viewer@acme"))
            .with(log.sink())
            .build();
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private ExtensionControl as(String id) {
    return router.administration(Principals.credentials(id)).extensions();
  }

  private ExtensionControl host() {
    return router.administration().extensions();
  }

  private void assertLast(String line) {
    await()
        .untilAsserted(
            () -> {
              List<AuditLog.Line> lines = log.lines();
              assertThat(lines).isNotEmpty();
              assertThat(lines.get(lines.size() - 1)).hasToString(line.replace('\'', '"'));
            });
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return catchThrowableOfType(RouterException.class, call).code();
  }

  @Test
  void whatChangedIsWrittenDownAndOfConfigurationOnlyThatItDid() {
    host()
        .put(
            ExtensionDocument.of(
                "guard",
                "{\"type\":\"validator\",\"subject\":\"ext.guard\",\"config\":{\"key\":\"hush\"}}"));
    assertLast(
        "host put extension /guard {'after':'{\\'subject\\':\\'ext.guard\\',\\'type\\':\\'validator\\'}',"
            + "'changed':'config,subject,type','revision':1}");
    host().enable("guard", false);
    assertLast(
        "host disable extension /guard {'after':'{\\'enabled\\':false}','before':'{}','changed':'enabled','revision':2}");
    host().enable("guard", true);
    assertLast(
        "host enable extension /guard {'after':'{\\'enabled\\':true}','before':'{\\'enabled\\':false}',"
            + "'changed':'enabled','revision':3}");
    host().rollOut("guard", "{\"version\":\"v2\",\"config\":{\"key\":\"hush\"}}");
    assertLast(
        "host roll_out extension /guard {'after':'{\\'versions\\':[{\\'version\\':\\'v2\\'}]}','before':'{}',"
            + "'changed':'versions','revision':4}");
    host().rollBack("guard", "v2");
    assertLast(
        "host roll_back extension /guard {'after':'{\\'versions\\':[{\\'enabled\\':false,\\'version\\':\\'v2\\'}]}',"
            + "'before':'{\\'versions\\':[{\\'version\\':\\'v2\\'}]}','changed':'versions','revision':5}");
    host().reload();
    assertLast("host reload extension / {}");
    host().delete("guard", 5);
    assertLast("host delete extension /guard {'revision':5}");
    assertThat(log.sink().entries().toString()).doesNotContain("hush");
  }

  @Test
  void whatFailsIsWrittenDownAndWhatCannotBeAnIdIsNot() {
    assertThat(refusal(() -> host().enable("guard", true)))
        .isEqualTo(ErrorCode.EXTENSION_NOT_FOUND);
    assertLast("host enable_failed extension /guard {'code':'extension_not_found'}");
    assertThat(refusal(() -> host().delete("guard", 3))).isEqualTo(ErrorCode.EXTENSION_NOT_FOUND);
    assertLast("host delete_failed extension /guard {'code':'extension_not_found'}");
    assertThat(refusal(() -> host().put(ExtensionDocument.of("guard", "{}"))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertLast("host put_failed extension /guard {'code':'invalid_request'}");
    assertThatThrownBy(() -> host().get("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a b', must be 1 to 255 letters");
    assertThatThrownBy(() -> host().mode(KEY, "a b", ExtensionMode.WARN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log.lines()).hasSize(3);
  }

  @Test
  void anOperatorOfATenantChangesTheModesOfItsPoliciesAndNothingOfTheRegistry() {
    router.policies().put(new PolicyDocument(KEY, POLICY, 0, Instant.EPOCH));

    PolicyDocument stored = as("ada").mode(KEY, "guard", ExtensionMode.BLOCK);
    assertThat(stored.json()).isEqualTo(POLICY.replace("warn", "block"));
    assertThat(stored.revision()).isEqualTo(2);
    assertThat(router.policies().get(KEY).orElseThrow().json()).isEqualTo(stored.json());
    await().untilAsserted(() -> assertThat(log.of("ada")).hasSize(1));
    assertThat(log.of("ada").get(0).toString())
        .startsWith("ada upsert policy acme/default {\"checksum\":\"sha256:")
        .endsWith("\"revision\":2}");

    assertThat(refusal(() -> as("ada").enable("guard", false)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("ada").all())).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void whoMayNotChangeThePolicyLearnsNothingOfIt() {
    router.policies().put(new PolicyDocument(KEY, POLICY, 0, Instant.EPOCH));
    assertThat(refusal(() -> as("bob").mode(KEY, "guard", ExtensionMode.BLOCK)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("bob").mode(KEY, "nobody", ExtensionMode.BLOCK)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(refusal(() -> as("ada").mode(KEY, "nobody", ExtensionMode.BLOCK)))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    PolicyKey gone = new PolicyKey("acme", "gone");
    assertThat(refusal(() -> as("ada").mode(gone, "guard", ExtensionMode.BLOCK)))
        .isEqualTo(ErrorCode.POLICY_NOT_FOUND);
    PolicyKey other = new PolicyKey("globex", "default");
    assertThat(refusal(() -> as("ada").mode(other, "guard", ExtensionMode.BLOCK)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(router.policies().get(KEY).orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void whoCreatedAPolicyMayChangeItsModesWhenItMayOnlyReadOthers() {
    router
        .administration(Principals.credentials("ada"))
        .policies()
        .put(new PolicyDocument(KEY, POLICY, 0, Instant.EPOCH));
    router.administration().access().grant(Grant.of("ada", "acme", "viewer"));
    router.administration().access().revoke("ada", "acme", "operator");
    assertThat(as("ada").mode(KEY, "enrich", ExtensionMode.REQUIRED).json())
        .contains("{\"id\": \"enrich\", \"mode\": \"required\"}");
  }
}
