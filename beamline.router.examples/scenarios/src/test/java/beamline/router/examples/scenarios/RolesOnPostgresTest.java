package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.Grant;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that share policies and roles in one database. */
class RolesOnPostgresTest {
  private static final String JSON = "{\"providers\":[{\"id\":\"a\",\"weight\":1}]}";
  private static final String CHANGED = "{\"providers\":[{\"id\":\"b\",\"weight\":1}]}";
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

  @TempDir private Path folder;
  private PostgresServer server;
  private RouterEngine first;
  private RouterEngine second;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.start();
    Path principals = folder.resolve("principals.json");
    Files.writeString(
        principals,
        "{\"principals\":[{\"id\":\"ada\",\"api_keys\":[\"sha256:"
            + HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest("adas-key".getBytes(StandardCharsets.UTF_8)))
            + "\"]}]}");
    Files.setPosixFilePermissions(principals, PosixFilePermissions.fromString("rw-------"));
    first = node(principals);
    second = node(principals);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    server.close();
  }

  private RouterEngine node(Path principals) {
    RouterConfig config =
        RouterConfig.defaults().with("admin.credentials-file", principals.toString());
    for (String kind : new String[] {"policy-store", "access-store"}) {
      config =
          config
              .with(kind, "postgres")
              .with(kind + ".postgres.url", server.url())
              .with(kind + ".postgres.user", PostgresServer.USER)
              .with(kind + ".postgres.password", PostgresServer.PASSWORD);
    }
    return RouterEngine.builder().config(config).build();
  }

  private static Administration ada(RouterEngine node) {
    return node.administration(new Credentials.ApiKey("adas-key"));
  }

  private static ErrorCode refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RouterException refused = catchThrowableOfType(RouterException.class, call);
    return refused == null ? null : refused.code();
  }

  @Test
  void whatIsRevokedOnOneNodeIsRefusedAtOnceOnTheOther() {
    Administration ada = ada(second);
    for (int i = 0; i < 50; i++) {
      first.administration().access().grant(Grant.of("ada", "acme", "operator"));
      assertThat(ada.policies().list("acme")).isEmpty();

      first.administration().access().revoke("ada", "acme", "operator");
      assertThat(refusal(() -> ada.policies().list("acme"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
  }

  @Test
  void whatOneNodeSawCreatedIsOwnedOnTheOther() {
    first.administration().access().grant(Grant.of("ada", "acme", "operator"));
    ada(first).policies().put(new PolicyDocument(KEY, JSON, 0, Instant.EPOCH));
    first.administration().access().grant(Grant.of("ada", "acme", "viewer"));
    first.administration().access().revoke("ada", "acme", "operator");

    assertThat(refusal(() -> put(1))).isNull();

    first.policies().delete(KEY, 2);
    long revision =
        first.policies().put(new PolicyDocument(KEY, JSON, 0, Instant.EPOCH)).revision();
    assertThat(refusal(() -> put(revision))).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  private void put(long revision) {
    ada(second).policies().put(new PolicyDocument(KEY, CHANGED, revision, Instant.EPOCH));
  }

  @Test
  void whileTheDatabaseIsAwayNobodyMayDoAnythingAndLaterAllIsAsItWas() throws IOException {
    first.administration().access().grant(Grant.of("ada", "acme", "operator"));
    server.kill();

    assertThat(refusal(() -> ada(second).controls().assignmentsEnabled(false)))
        .isEqualTo(ErrorCode.SERVICE_DOWN);
    assertThat(
            catchThrowableOfType(RouterException.class, () -> ada(second).policies().list("acme")))
        .hasMessageStartingWith("access store postgres: ")
        .hasMessageNotContaining(PostgresServer.PASSWORD);

    server.restart();
    assertThat(ada(second).policies().list("acme")).isEmpty();
  }
}
