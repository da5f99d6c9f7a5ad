package beamline.router.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.server.NatsServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a bucket of a real server. */
class NatsBucketTest {
  @TempDir private Path folder;

  @Test
  void policiesArePutListedComparedAndTakenBack() throws IOException {
    try (NatsServer server = NatsServer.start()) {
      Shell shell = new Shell(folder, "--nats", server.url());
      String one = shell.file("one.json", Policies.ONE);
      String two = shell.file("two.json", Policies.TWO);

      assertThat(shell.answer("put", "acme/default", one)).contains("stored as revision ");
      assertThat(shell.answer("put", "acme/default", two)).contains("-20.0");
      assertThat(shell.run("put", "acme/default", one, "--expect", "0")).isEqualTo(1);
      assertThat(shell.answer("history", "acme/default").lines()).hasSize(3);
      String first =
          shell.answer("history", "acme/default").lines().skip(2).findFirst().orElseThrow();
      String revision = "@" + first.strip().split(" ", 2)[0];
      assertThat(shell.answer("rollback", "acme/default", revision)).contains("+20.0");
      assertThat(shell.answer("get", "acme/default")).contains("\"weight\":70");
      assertThat(shell.answer("list", "acme").lines()).hasSize(2);
      assertThat(shell.answer("export", folder.resolve("out").toString())).contains("created");
    }
  }

  @Test
  void aServerThatIsNotThereIsAStoreThatDoesNotAnswer() {
    Shell shell =
        new Shell(
            folder, "--nats", "nats://localhost:1", "--set", "policy-store.start-timeout=500ms");

    assertThat(shell.run("get", "acme/default", "--json")).isEqualTo(3);
    assertThat(shell.err()).startsWith("beamline-policy: ");
    assertThat(shell.out()).startsWith("{\"ok\":false,\"error\":{\"code\":");
  }
}
