package beamline.router.nats.transport;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.spi.Transport.State;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.FaultProxy;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A network between the node and the server that fails without saying so. */
final class NatsBadNetworkTest {

  @Test
  void aConnectionThatOnlyTheClientStillBelievesInIsGivenUpAndMadeAnew() throws Exception {
    try (NatsServer server = NatsServer.start();
        FaultProxy proxy = FaultProxy.before(server.port());
        TestComponentContext context =
            TestComponentContext.live(
                "transport.nats.",
                Map.of(
                    "url", "nats://127.0.0.1:" + proxy.port(),
                    "ping-interval", "500ms",
                    "reconnect-delay", "20ms"));
        Transport bus = new NatsTransportProvider().create(context)) {
      Queue<State> states = new ConcurrentLinkedQueue<>();
      bus.connect().toCompletableFuture().get(30, TimeUnit.SECONDS);
      bus.declare(
              new StreamDeclaration(
                  "WORK", List.of("work.>"), Duration.ofHours(1), Duration.ofMinutes(5)))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      bus.onState(states::add);

      proxy.halfOpen();

      eventually("the loss is noticed", () -> states.contains(State.RECONNECTING));
      eventually("connected again", () -> bus.state() == State.CONNECTED);
      Message message = Message.of("work.a", new byte[] {1});
      assertTrue(
          bus.publishAcknowledged(message)
                  .toCompletableFuture()
                  .get(30, TimeUnit.SECONDS)
                  .sequence()
              > 0);
    }
  }
}
