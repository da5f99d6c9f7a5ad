package beamline.router.examples.scenarios;

import beamline.router.testkit.server.NatsServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Policies in a key-value bucket of JetStream. */
class PolicyFleetOnNatsTest extends PolicyFleetScenario {
  private NatsServer server;

  @BeforeEach
  void start() {
    server = NatsServer.start();
    startNodes();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  Map<String, String> config() {
    return Map.of("policy-store", "nats", "policy-store.nats.url", server.url());
  }

  @Override
  void killServer() {
    server.kill();
  }

  @Override
  void startServer() {
    server.restart();
  }
}
