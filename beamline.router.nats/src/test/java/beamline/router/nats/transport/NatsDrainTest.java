package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.spi.Transport;
import beamline.router.spi.Transport.State;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a node does before it stops. */
final class NatsDrainTest {

  @Test
  void aDrainOfManySubscriptionsKeepsTheConnectionForTheLastReplies() throws Exception {
    try (NatsServer server = NatsServer.start();
        TestComponentContext context =
            TestComponentContext.live("transport.nats.", Map.of("url", server.url()));
        Transport bus = new NatsTransportProvider().create(context)) {
      Queue<State> states = new ConcurrentLinkedQueue<>();
      bus.connect().toCompletableFuture().get(30, TimeUnit.SECONDS);
      bus.onState(states::add);
      for (int i = 0; i < 50; i++) {
        bus.serve("subject." + i, "", unheard -> {});
      }

      bus.drain(Duration.ofSeconds(30)).toCompletableFuture().get(30, TimeUnit.SECONDS);

      assertEquals(List.of(), List.copyOf(states));
      assertEquals(State.CONNECTED, bus.state());
    }
  }
}
