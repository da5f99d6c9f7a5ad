package beamline.router.examples.admin;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.LimitControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, who is not reached, and what cannot be understood. */
class RefusalsTest {
  private static final String CA = TestNode.CERTIFICATE.toString();

  @TempDir static Path folder;

  private static TestNode node;

  @BeforeAll
  static void start() throws IOException {
    node = new TestNode(folder);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void whoAsksMayDoWhatItsKeyMay() throws IOException {
    Path file = Files.writeString(folder.resolve("ada.key"), TestNode.ADAS_KEY + "\n");
    Shell ada =
        Shell.of(
            "overridden",
            "--plaintext",
            "--target",
            node.plain(),
            "--api-key-file",
            file.toString());

    assertThat(ada.answer("budgets", "acme")).startsWith("TENANT PROVIDER");
    assertThat(ada.run("budgets", "globex")).isEqualTo(2);
    assertThat(ada.err())
        .isEqualTo("beamline-admin: ada does not have config:read for tenant globex\n");
    assertThat(ada.run("roles", "--json")).isEqualTo(2);
    assertThat(ada.out())
        .isEqualTo(
            "{\"ok\":false,\"error\":{\"code\":\"permission_denied\",\"message\":\"ada does not have rbac:read for all tenants\"}}\n");
  }

  @Test
  void wrongKeyIsNobodysAndIsNeverPrinted() throws IOException {
    Shell nobody = Shell.of("a-wrong-key", "--plaintext", "--target", node.plain());
    assertThat(nobody.run("tenants", "--json")).isEqualTo(2);
    assertThat(nobody.out()).contains("\"code\":\"unauthenticated\"");
    assertThat(nobody.out() + nobody.err()).doesNotContain("a-wrong-key", "--api-key-file");

    Shell keyless = Shell.keyless("--plaintext", "--target", node.plain());
    assertThat(keyless.run("tenants")).isEqualTo(2);
    assertThat(keyless.err()).endsWith("; --api-key-file FILE or BEAMLINE_API_KEY shows a key\n");

    Path odd = Files.writeString(folder.resolve("odd.key"), "täglich neu");
    assertThat(keyless.run("tenants", "--api-key-file", odd.toString())).isEqualTo(2);
    assertThat(keyless.err())
        .isEqualTo(
            "beamline-admin: the key of --api-key-file must be printable ASCII without blanks\n");
    assertThat(keyless.run("tenants", "--api-key-file", "gone")).isEqualTo(2);
    assertThat(keyless.err()).isEqualTo("beamline-admin: --api-key-file 'gone' cannot be read\n");
  }

  @Test
  void whoWasSlowerIsTold() {
    LimitControl limits = node.router().administration().limits();
    Shell admin = Shell.of(TestNode.ADMIN_KEY, "--plaintext", "--target", node.plain());
    node.beforeNextPut(() -> limits.put(limits.of("hooli").toBuilder().tier("basic").build()));

    assertThat(admin.run("set-tenant", "hooli", "--tier", "premium", "--json")).isEqualTo(2);
    assertThat(admin.out()).contains("\"code\":\"policy_conflict\"");
    assertThat(admin.err()).contains("hooli");
    assertThat(limits.of("hooli").tier()).contains("basic");
    assertThat(admin.answer("set-tenant", "hooli", "--tier", "premium")).contains("tier premium");
  }

  @Test
  void certificatesSayWhoAsksAndWhoAnswers() throws IOException {
    Shell admin = Shell.of(TestNode.ADMIN_KEY, "--target", node.encrypted());
    assertThat(admin.answer("tenants", "--ca", CA)).startsWith("TENANT");
    assertThat(admin.run("tenants", "--json")).isEqualTo(2);
    assertThat(admin.out())
        .contains("{\"code\":\"tls\",\"message\":\"" + node.encrypted() + ": no TLS with it: ");
    assertThat(admin.run("tenants", "--plaintext")).isEqualTo(3);

    Shell carl =
        Shell.keyless(
            "--target",
            node.encrypted(),
            "--ca",
            CA,
            "--cert",
            CA,
            "--key",
            TestNode.KEY.toString());
    assertThat(carl.run("tenants")).isEqualTo(2);
    assertThat(carl.err())
        .isEqualTo("beamline-admin: carl does not have config:read for all tenants\n");
    assertThat(Shell.keyless("--target", node.plain()).run("health")).isEqualTo(2);

    Path broken = Files.writeString(folder.resolve("broken.pem"), "no certificate");
    assertThat(admin.run("tenants", "--ca", broken.toString())).isEqualTo(2);
    assertThat(admin.err()).startsWith("beamline-admin: --ca, --cert or --key cannot be used: ");
  }

  @Test
  void nodeThatDoesNotAnswerHasAStatusOfItsOwn() throws IOException {
    String target;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      target = "localhost:" + silent.getLocalPort();
      Shell shell = Shell.keyless("--plaintext", "--target", target);
      assertThat(shell.run("health", "--deadline", "100ms", "--json")).isEqualTo(3);
      assertThat(shell.err())
          .isEqualTo("beamline-admin: " + target + " has not answered within 100 ms\n");
      assertThat(shell.out()).contains("\"code\":\"deadline_exceeded\"");
      assertThat(shell.run("audit", "node-1", "--deadline", "100ms")).isEqualTo(3);
      assertThat(shell.err()).endsWith(" has not answered within 100 ms\n");
    }
    Shell shell = Shell.keyless("--plaintext", "--target", target);
    assertThat(shell.run("health")).isEqualTo(3);
    assertThat(shell.err())
        .startsWith("beamline-admin: " + target + " does not answer: ")
        .contains("Connection refused");
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() {
    Shell shell = Shell.keyless();
    assertThat(shell.run("tenants", "--plaintext", "--target", "192.0.2.1:9000")).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo(
            "beamline-admin: --plaintext goes to '192.0.2.1', must go to the loopback interface: use TLS\n");
    assertThat(shell.run("tenants", "--target", "localhost")).isEqualTo(2);
    assertThat(shell.err()).contains("--target is 'localhost', must be HOST:PORT");
    assertThat(shell.run("tenants", "--plaintext", "--ca", CA)).isEqualTo(2);
    assertThat(shell.err()).contains("--ca is for TLS, and --plaintext does without");
    assertThat(shell.run("tenants", "--cert", CA)).isEqualTo(2);
    assertThat(shell.err()).contains("--cert and --key must be said together");
    assertThat(shell.run("tenants", "--ca", "gone")).isEqualTo(2);
    assertThat(shell.err()).contains("--ca 'gone' cannot be read");
    assertThat(shell.run("tenants", "--deadline", "soon")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--deadline is 'soon', must be a time such as 500ms, 10s, 5m, 8h or 90d");
    assertThat(shell.run("grant", "ada", "acme")).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo("beamline-admin: grant takes USER TENANT ROLE; --help says how\n");
    assertThat(shell.run("set-tenant", "acme")).isEqualTo(2);
    assertThat(shell.err()).contains("set-tenant is not told what to set");
    assertThat(shell.run("set-tenant", "acme", "--clear", "colour")).isEqualTo(2);
    assertThat(shell.err())
        .contains("--clear is 'colour', must be one of tier, requests-per-minute, ");
    assertThat(shell.run("put-role", "author")).isEqualTo(2);
    assertThat(shell.err()).contains("--permission is missing");
    assertThat(shell.run("frobnicate")).isEqualTo(2);
    assertThat(shell.err())
        .contains("unknown command 'frobnicate', must be one of roles, put-role, ");
    assertThat(shell.answer("--help"))
        .contains("grant USER TENANT ROLE Gives a role to a user\n", "Exit status");
    assertThat(shell.answer("grant", "--help"))
        .contains("Usage: beamline-admin grant USER TENANT ROLE [options]", "--until INSTANT");
    assertThat(shell.answer("--version")).startsWith("beamline-admin ");
  }
}
