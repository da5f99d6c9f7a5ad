package beamline.router.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.server.NatsServer;
import beamline.router.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
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
      changesAreMadeAndTakenBack(new Shell(folder, "--nats", server.url()));
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
      changesAreMadeAndTakenBack(
          new Shell(
              folder,
              "--postgres",
              server.url(),
              "--set",
              "policy-store.postgres.user=" + PostgresServer.USER,
              "--set",
              "policy-store.postgres.password=" + PostgresServer.PASSWORD));
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
    assertThat(shell.answer("export", folder.resolve("out").toString())).contains("created");
    assertThat(shell.answer("import", folder.resolve("out").toString())).contains("unchanged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--nats=nats://localhost:1", "--postgres=jdbc:postgresql://localhost:1/x"})
  void aServerThatIsNotThereIsAStoreThatDoesNotAnswer(String store) {
    Shell shell = new Shell(folder, store, "--set", "policy-store.start-timeout=500ms");

    assertThat(shell.run("get", "acme/default", "--json")).as(() -> shell.err()).isEqualTo(3);
    assertThat(shell.err()).startsWith("beamline-policy: ");
    assertThat(shell.out()).startsWith("{\"ok\":false,\"error\":{\"code\":");
  }
}
