package beamline.router.examples.scenarios;

import beamline.router.testkit.server.PostgresServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Policies in PostgreSQL. */
class PolicyFleetOnPostgresTest extends PolicyFleetScenario {
  private PostgresServer server;

  @BeforeEach
  void start() {
    server = PostgresServer.start();
    startNodes();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  Map<String, String> config() {
    return Map.of(
        "policy-store",
        "postgres",
        "policy-store.postgres.url",
        server.url(),
        "policy-store.postgres.user",
        PostgresServer.USER,
        "policy-store.postgres.password",
        PostgresServer.PASSWORD);
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
