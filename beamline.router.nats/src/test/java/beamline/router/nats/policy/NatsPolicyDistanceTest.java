package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.KEY;
import static beamline.router.nats.policy.PolicyNodes.document;
import static beamline.router.nats.policy.PolicyNodes.done;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.server.FaultProxy;
import beamline.router.testkit.server.NatsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is far away, or that does not let anybody in. */
final class NatsPolicyDistanceTest {
  private final PolicyNodes nodes = new PolicyNodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void aHistoryIsReadOverALongWayWithinTheTimeOfACall() {
    try (NatsServer server = NatsServer.start();
        FaultProxy proxy = FaultProxy.before(server.port())) {
      PolicyStore near = nodes.open(server.url());
      PolicyStore far = nodes.open("nats://127.0.0.1:" + proxy.port());
      long revision = 0;
      for (int i = 0; i < 70; i++) {
        revision = done(near.put(document(KEY, i), revision));
      }
      assertThat(far.history(KEY, 1)).isEqualTo(near.history(KEY, 1));
      proxy.latency(Duration.ofMillis(50));

      List<PolicyChange> history = far.history(KEY, 100);
      assertThat(history)
          .extracting(PolicyChange::revision)
          .containsExactlyElementsOf(LongStream.iterate(70, n -> n - 1).limit(64).boxed().toList());
      assertThat(far.history(KEY, 3)).isEqualTo(history.subList(0, 3));
      assertThat(far.history(KEY, 1)).isEqualTo(history.subList(0, 1));

      done(near.delete(KEY, revision));
      assertThat(far.history(KEY, 1)).containsExactly(new PolicyChange.Removed(KEY, 71));
      assertThat(far.history(KEY, 100))
          .hasSize(64)
          .startsWith(new PolicyChange.Removed(KEY, 71), history.get(0));
      proxy.heal();
    }
  }

  @Test
  void aRefusedPasswordIsTold() {
    try (NatsServer server =
        NatsServer.start("authorization { user: \"router\", password: \"right\" }")) {
      PolicyStore store =
          nodes.open(
              server.url(),
              Map.of("username", "router", "password", "wrong", "request-timeout", "300ms"));
      eventually("it says why", () -> reason(store).contains("uthorization"));
      assertThat(reason(store)).startsWith("policy store bucket").doesNotContain("wrong");
    }
  }

  @Test
  void aRefusedPortIsTold() throws IOException {
    PolicyStore store =
        nodes.open("nats://127.0.0.1:" + unusedPort(), Map.of("request-timeout", "300ms"));
    eventually("it says why", () -> reason(store).contains("refused"));
    assertThatThrownBy(() -> store.get(KEY))
        .hasMessageContaining("not connected to NATS within 300 ms: ");
  }

  private static String reason(PolicyStore store) {
    try {
      return "connected: " + store.all();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
