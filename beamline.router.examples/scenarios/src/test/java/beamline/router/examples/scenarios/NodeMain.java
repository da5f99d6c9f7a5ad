package beamline.router.examples.scenarios;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.testkit.Eventually;
import java.io.IOException;

/** The program of {@link NodeProcess}. */
final class NodeMain {
  static final String READY = "ready";

  private NodeMain() {}

  /** The URL of the server, then settings: key, value, key, value. Ends with its input. */
  @SuppressWarnings("SystemOut") // how the other process learns of it
  public static void main(String[] arguments) throws IOException {
    RouterConfig config =
        RouterConfig.defaults()
            .with("policy-store", "memory")
            .with("transport", "nats")
            .with("nats.url", arguments[0]);
    for (int i = 1; i < arguments.length; i += 2) {
      config = config.with(arguments[i], arguments[i + 1]);
    }
    try (RouterEngine router = RouterEngine.builder().config(config).build()) {
      PolicyDocument unused =
          router.policies().put(PolicyDocument.of("acme", "default", Node.POLICY));
      router.start();
      Eventually.eventually(
          () -> "the node is up: " + router.health(),
          () -> router.health().status() == Health.Status.UP);
      System.out.println(READY);
      while (System.in.read() >= 0) {
        // Whoever started it says nothing, and hangs up when it ends.
      }
    }
  }
}
