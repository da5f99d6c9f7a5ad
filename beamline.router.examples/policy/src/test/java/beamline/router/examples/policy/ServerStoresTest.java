package beamline.router.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import beamline.router.testkit.server.NatsServer;
import beamline.router.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command on real servers. */
class ServerStoresTest {
  @TempDir private Path folder;

  @Test
  void changesAreMadeAndTakenBackInABucket() throws IOException {
    try (NatsServer server = NatsServer.start()) {
      nothingIsMadeUnlessItIsAskedFor(
          new Shell(folder, "--nats", server.url()),
          "policy store bucket beamline-policies: it is not there; to make it, set"
              + " policy-store.nats.manage=true");
      changesAreMadeAndTakenBack(
          new Shell(folder, "--nats", server.url(), "--set", "policy-store.nats.manage=true"));
      String config =
          new Shell(folder)
              .file("node.properties", "policy-store = nats\nnats.url = " + server.url());
      assertThat(new Shell(folder, "--config", config).answer("list", "acme"))
          .as("the connection of a node")
          .contains("acme/default");
    }
  }

  @Test
  void changesAreMadeAndTakenBackInADatabase() throws IOException {
    try (PostgresServer server = PostgresServer.start()) {
      nothingIsMadeUnlessItIsAskedFor(
          onDatabase(server),
          "policy store postgres: schema platform is not there; to make it, set"
              + " policy-store.postgres.migrate=true");
      changesAreMadeAndTakenBack(onDatabase(server, "policy-store.postgres.migrate=true"));
      nothingIsMadeUnlessItIsAskedFor(
          onDatabase(server, "policy-store.postgres.schema=plattform"),
          "policy store postgres: schema plattform is not there; ");
    }
  }

  @Test
  void whatALoginMayNotDoIsNoOutage() throws IOException {
    try (PostgresServer server = PostgresServer.start()) {
      Shell guess = new Shell(folder, "--postgres", server.url() + "?user=nobody&password=x");
      refused(guess, "password authentication failed for user \"nobody\"");
    }
    String users =
        "authorization { users: [ { user: reader, password: r, permissions: { publish: other } } ] }";
    try (NatsServer server = NatsServer.start(users)) {
      String url = server.url().replace("//", "//reader:r@");
      refused(
          new Shell(folder, "--nats", url),
          "the server refuses user reader: Permissions Violation for Publish");
      refused(
          new Shell(folder, "--nats", url.replace(":r@", ":guess@")),
          "the server refuses user reader: Authorization Violation");
    }
  }

  private static void refused(Shell shell, String why) {
    assertThat(shell.run("get", "acme/default")).as(() -> shell.err()).isEqualTo(2);
    assertThat(shell.err()).startsWith("beamline-policy: ").contains(why);
  }

  private Shell onDatabase(PostgresServer server, String... settings) {
    List<String> store =
        new ArrayList<>(
            List.of(
                "--postgres",
                server.url(),
                "--set=policy-store.postgres.user=" + PostgresServer.USER,
                "--set=policy-store.postgres.password=" + PostgresServer.PASSWORD));
    List.of(settings).forEach(setting -> store.add("--set=" + setting));
    return new Shell(folder, store.toArray(String[]::new));
  }

  private void nothingIsMadeUnlessItIsAskedFor(Shell shell, String why) throws IOException {
    String one = shell.file("one.json", Policies.ONE);
    Path in = Path.of(shell.file("in/acme/default.json", Policies.ONE)).getParent().getParent();

    for (List<String> command :
        List.of(
            List.of("list", "acme"),
            List.of("put", "acme/default", one),
            List.of("import", in.toString()))) {
      assertThat(shell.run(command.toArray(String[]::new))).as(() -> shell.err()).isEqualTo(2);
      assertThat(shell.err()).startsWith("beamline-policy: " + why);
    }
  }

  private void changesAreMadeAndTakenBack(Shell shell) throws IOException {
    String one = shell.file("one.json", Policies.ONE);
    String two = shell.file("two.json", Policies.TWO);

    assertThat(shell.answer("put", "acme/default", one)).contains("stored as revision ");
    assertThat(shell.answer("put", "acme/default", two)).contains("-20.0");
    assertThat(shell.run("put", "acme/default", one, "--expect", "0")).isEqualTo(1);
    List<String> history = shell.answer("history", "acme/default").lines().toList();
    assertThat(history).hasSize(3);
    String first = "@" + history.get(2).strip().split(" ", 2)[0];
    assertThat(shell.answer("rollback", "acme/default", first)).contains("+20.0");
    assertThat(shell.answer("get", "acme/default")).contains("\"weight\":70");
    assertThat(shell.answer("list", "acme").lines()).hasSize(2);
    assertThat(shell.answer("delete", "acme/default")).startsWith("deleted acme/default@");
    assertThat(shell.answer("rollback", "acme/default", first)).contains("stored as");
    assertThat(shell.answer("export", folder.resolve("out").toString())).contains("created");
    assertThat(shell.answer("import", folder.resolve("out").toString())).contains("unchanged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--nats=nats://localhost:1", "--postgres=jdbc:postgresql://localhost:1/x"})
  void aServerThatIsNotThereIsAStoreThatDoesNotAnswer(String store) {
    Shell shell = new Shell(folder, store);

    assertTimeout(
        Duration.ofSeconds(8),
        () ->
            assertThat(shell.run("get", "acme/default", "--json"))
                .as(() -> shell.err())
                .isEqualTo(3));
    assertThat(shell.err()).startsWith("beamline-policy: ");
    assertThat(shell.out()).startsWith("{\"ok\":false,\"error\":{\"code\":");
  }
}
