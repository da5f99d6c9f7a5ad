package beamline.router.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class NatsServerTest {

  @Test
  void itServesUntilItIsKilledAndAgainAfterARestartWithItsStore() throws IOException {
    try (NatsServer server = NatsServer.start()) {
      assertThat(greeting(server)).contains("\"jetstream\":true");
      long first = server.pid();

      server.kill();
      assertThat(server.isRunning()).isFalse();
      Files.writeString(server.folder().resolve("store/kept"), "kept");

      server.restart();
      assertThat(server.pid()).isNotEqualTo(first);
      assertThat(greeting(server)).contains("\"port\":" + server.port());
      assertThat(server.folder().resolve("store/kept")).exists();
    }
  }

  @Test
  void closingItLeavesNoProcessAndNoFolder() {
    NatsServer server = NatsServer.start("max_payload: 2048");
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

    server.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(server.folder()).doesNotExist();
  }

  private static String greeting(NatsServer server) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      return reader.readLine();
    }
  }
}
