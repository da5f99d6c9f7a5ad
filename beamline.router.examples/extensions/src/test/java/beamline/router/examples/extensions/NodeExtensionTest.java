package beamline.router.examples.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.Eventually;
import beamline.router.testkit.server.NatsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that are shipped for Node.js, in a real Node.js on a real server. */
class NodeExtensionTest {
  private static final String SUBJECT = "beamline.ext.validator.block_words.v1";
  private static final String CONFIG = "\"config\":{\"words\":[\"Secret\"]}";

  @Test
  void theValidatorAnswersAsTheRouterUnderstands() throws Exception {
    try (NatsServer server = NatsServer.start();
        Bus bus = Bus.on(server.url());
        Running node = node(server.url())) {
      node.awaitLine("serving " + SUBJECT);
      assertThat(
              bus.ask(SUBJECT, "{\"payload\":{\"payload\":{\"text\":\"hello\"}}," + CONFIG + "}"))
          .isEqualTo("{\"status\":\"ok\"}");
      String hidden = "{\"payload\":{\"payload\":[1,{\"a\":\"top sEcret é 🂡\"}]}," + CONFIG + "}";
      assertThat(bus.ask(SUBJECT, hidden))
          .isEqualTo(
              "{\"status\":\"reject\",\"reason\":\"the payload contains a blocked"
                  + " word\",\"details\":{\"word\":\"Secret\"}}");
      assertThat(bus.askWithHeaders(SUBJECT, hidden, Map.of("trace_id", "t-1")))
          .startsWith("{\"status\":\"reject\"");
      String large =
          "{\"payload\":{\"payload\":\"" + "x".repeat(500_000) + " secret\"}," + CONFIG + "}";
      assertThat(bus.ask(SUBJECT, large)).startsWith("{\"status\":\"reject\"");

      assertThat(bus.ask(SUBJECT, "no JSON"))
          .isEqualTo(
              "{\"status\":\"error\",\"message\":\"the request is not JSON, or its payload is not an"
                  + " object\"}");
      assertThat(bus.ask(SUBJECT, "{\"payload\":{}}"))
          .isEqualTo("{\"status\":\"error\",\"message\":\"the extension failed\"}");
      node.awaitLine(
          SUBJECT + " failed: TypeError: config.words is undefined, must be a list of texts");
      node.awaitLine("block_words.js:");

      node.process().destroy();
      assertThat(node.process().waitFor()).isZero();
    }
  }

  @Test
  void severalShareTheRequestsAndServeAgainAfterTheServerWasGone() throws Exception {
    try (NatsServer server =
            NatsServer.start("authorization { user: \"ext\", password: \"p@ss\" }");
        Running one = node(server.url().replace("//", "//ext:p%40ss@"));
        Running other = node(server.url().replace("//", "//ext:p%40ss@"))) {
      one.awaitLine("serving " + SUBJECT);
      other.awaitLine("serving " + SUBJECT);
      server.restart();
      try (Bus bus = Bus.on(server.url().replace("//", "//ext:p%40ss@"))) {
        Eventually.eventually(
            () -> "both serve again: " + one.text() + other.text(),
            () -> one.count("serving") == 2 && other.count("serving") == 2);
        for (int i = 0; i < 20; i++) {
          assertThat(bus.ask(SUBJECT, "{\"payload\":{}," + CONFIG + "}"))
              .isEqualTo("{\"status\":\"ok\"}");
        }
      }
    }
  }

  @Test
  void aLoginThatIsRefusedIsSaid() throws Exception {
    try (NatsServer server = NatsServer.start("authorization { token: \"right\" }");
        Running right = node(server.url().replace("//", "//right@"));
        Running wrong = node(server.url().replace("//", "//wrong@"))) {
      right.awaitLine("serving " + SUBJECT);
      wrong.awaitLine("Authorization Violation");
      assertThat(wrong.text()).doesNotContain("serving", "wrong@");
    }
  }

  @Test
  void aServerThatIsNoneIsSaidWithoutItsPassword(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("servers.js");
    Files.writeString(
        script,
        """
        const { serve } = require('%s');
        const wrong = ['tls://host', 'localhost:4222', '', 'nats://a, tls://me:p,@w/1@b', 'me:pw1@c', 'nats://me:p,w1@d'];
        for (const server of wrong) {
          try {
            serve({ server, subject: 'ext.test', handle: () => ({}) });
          } catch (error) {
            console.log(`${error.name}: ${error.message}`);
          }
        }
        console.log('done');
        """
            .formatted(Path.of("../nodejs/extension.js").toAbsolutePath().normalize()));
    try (Running node = Running.start(Map.of(), Node.running(script.toString()))) {
      node.awaitLine("done");
      for (String shown :
          List.of("tls://host", "localhost:4222", "", "nats://a, tls://b", "c", "nats://d")) {
        assertThat(node.text())
            .contains("TypeError: server is '" + shown + "', must begin with nats://, as ");
      }
      assertThat(node.text()).doesNotContain("w1", "w/1");
    }
  }

  private static Running node(String url) {
    return Running.start(Map.of("NATS_URL", url), Node.running("../nodejs/block_words.js"));
  }
}
