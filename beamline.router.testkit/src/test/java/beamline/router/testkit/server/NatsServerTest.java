package beamline.router.testkit.server;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NatsServerTest {

  @Test
  void itServesJetStreamOnLoopback() throws IOException {
    try (NatsServer server = NatsServer.start();
        Wire wire = new Wire(server.port())) {
      assertThat(server.url()).isEqualTo("nats://127.0.0.1:" + server.port());
      assertThat(wire.greeting()).contains("\"jetstream\":true", "\"port\":" + server.port());
    }
  }

  @Test
  void whatAStreamConfirmedIsThereAfterItWasKilledAndRestarted() throws IOException {
    try (NatsServer server = NatsServer.start()) {
      long first = server.pid();
      try (Wire wire = new Wire(server.port())) {
        wire.request("$JS.API.STREAM.CREATE.kept", "{\"name\":\"kept\",\"subjects\":[\"a\"]}");
        assertThat(wire.request("a", "1")).contains("\"seq\":1");
        assertThat(wire.request("a", "2")).contains("\"seq\":2");
      }

      server.kill();
      assertThat(server.isRunning()).isFalse();

      server.restart();
      assertThat(server.pid()).isNotEqualTo(first);
      try (Wire wire = new Wire(server.port())) {
        assertThat(wire.request("$JS.API.STREAM.INFO.kept", "")).contains("\"messages\":2");
        assertThat(wire.request("a", "3")).contains("\"seq\":3");
      }

      server.stop();
      server.restart();
      try (Wire wire = new Wire(server.port())) {
        assertThat(wire.request("$JS.API.STREAM.INFO.kept", "")).contains("\"messages\":3");
      }
    }
  }

  @Test
  void closingItLeavesNoProcessAndNoFolder() {
    NatsServer server = NatsServer.start("max_payload: 2048");
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

    server.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(server.folder()).doesNotExist();
    server.close();
  }

  @Test
  void aServerThatDoesNotAcceptItsSettingsIsReportedWithWhatItSays() {
    assertThatThrownBy(() -> NatsServer.start("max_payload: nonsense"))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessageContaining("server.conf:3");
  }

  @Test
  void itEndsWhenTheProcessThatStartedItDies() throws IOException {
    Process dying =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Dying.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = dying.inputReader()) {
      long pid = Long.parseLong(output.readLine());
      eventually("its starter is dead", () -> !dying.isAlive());
      eventually(
          "it has ended", () -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  /** Starts a server and dies without a chance to end it. */
  static final class Dying {
    @SuppressWarnings("SystemOut") // it is how the test learns the process id
    public static void main(String[] arguments) {
      System.out.println(NatsServer.start().pid());
      System.out.flush();
      Runtime.getRuntime().halt(1);
    }
  }
}
