package beamline.router.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runbook of extensions does what it says, at a node that decides meanwhile. */
final class ExtensionsRunbookTest {
  private static final String KEY = "the-key-of-the-runbook";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LATENCY = Pattern.compile(" +\\d+\\.\\d\\b");
  private static final Pattern REVISION = Pattern.compile("default, revision \\d+");
  private static final Pattern TARGET = Pattern.compile("localhost:\\d+");

  @TempDir private Path folder;
  @TempDir private Path output;
  private NatsServer server;
  private Connection client;

  @BeforeEach
  void startServer() throws IOException, InterruptedException {
    server = NatsServer.start();
    client = Nats.connect(server.url());
  }

  @AfterEach
  void stopServer() throws InterruptedException {
    client.close();
    server.close();
  }

  @Test
  void theRunbookRunsAsWritten() throws Exception {
    try (NodeProcess node =
        NodeProcess.start(
            folder, "nats.url = " + server.url(), "admin.api-key = " + KEY, "grpc.port = 0")) {
      client
          .createDispatcher(
              request ->
                  client.publish(request.getReplyTo(), "{\"status\":\"ok\"}".getBytes(UTF_8)))
          .subscribe("beamline.ext.validator.pii_guard.*");
      Path bin = commandAt(node);
      new Walkthrough("extensions-runbook.md", folder, output) {
        @Override
        List<Path> programs() {
          return List.of(bin);
        }

        @Override
        void before(String console) {
          if (console.contains("extension-health")) {
            await().atMost(PATIENCE).until(() -> decide().contains("pii_guard"));
          }
        }

        @Override
        String settled(String text) {
          String settled = LATENCY.matcher(text).replaceAll(" 0.0");
          settled = REVISION.matcher(settled).replaceAll("default, its next revision");
          return TARGET.matcher(settled).replaceAll("node-1:9000");
        }
      }.runsAsWritten(10);
      assertThat(decide()).as(node.log()).contains("\"ok\":true", "\"status\":\"ok\"");
    }
  }

  /** The command with what the page leaves out. */
  private Path commandAt(NodeProcess node) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path command =
        Files.writeString(
            bin.resolve("beamline-admin"),
            """
            #!/bin/sh
            BEAMLINE_API_KEY=%s exec '%s' "$@" --plaintext --target localhost:%s
            """
                .formatted(KEY, AdminImageTest.COMMAND, node.grpcPort()));
    assertThat(command.toFile().setExecutable(true)).isTrue();
    return bin;
  }

  private String decide() throws InterruptedException {
    byte[] request =
        """
        {"version":"1","tenant_id":"acme","request_id":"r-1","task":{"type":"text.generate","payload":{}}}
        """
            .getBytes(UTF_8);
    var reply = client.request("beamline.router.v1.decide", request, PATIENCE);
    assertThat(reply).isNotNull();
    return new String(reply.getData(), UTF_8);
  }
}
