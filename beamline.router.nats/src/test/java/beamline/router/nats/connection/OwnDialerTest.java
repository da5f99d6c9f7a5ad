package beamline.router.nats.connection;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.spi.Transport.State;
import beamline.router.spi.TransportTelemetry;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.NatsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OwnDialerTest {

  /** Else each router that is closed too early would go on dialling for ever. */
  @Test
  void whoHangsUpBeforeTheServerIsThereStopsDialling() throws IOException {
    try (TestComponentContext context =
        TestComponentContext.builder()
            .config("url", "nats://127.0.0.1:" + unusedPort())
            .config("reconnect-delay", "10ms")
            .config("max-reconnect-delay", "20ms")
            .build()) {
      Attempts impatient = new Attempts();
      Attempts patient = new Attempts();
      NatsLink first = impatient.link(context);
      eventually("the first dials", () -> impatient.count() > 1);
      first.close();
      assertEquals(State.DISCONNECTED, first.state());

      NatsLink second = patient.link(context);
      eventually("the second dials", () -> patient.count() > 3); // the first may be at its last try
      int tries = impatient.count();
      eventually("the second dials on", () -> patient.count() > 10);
      assertEquals(tries, impatient.count());
      second.close();
    }
  }

  @Test
  void aServerThatComesAfterTheFirstTriesIsConnectedTo() {
    try (NatsServer server = NatsServer.start();
        TestComponentContext context =
            TestComponentContext.builder()
                .config("url", server.url())
                .config("reconnect-delay", "10ms")
                .config("max-reconnect-delay", "20ms")
                .build()) {
      server.kill();
      Attempts attempts = new Attempts();
      NatsLink link = attempts.link(context);
      eventually("it dials again", () -> attempts.count() > 3);
      server.restart();
      eventually("it is connected", () -> link.state() == State.CONNECTED);
      link.close();
    }
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** How often somebody dialled. */
  private static final class Attempts implements TransportTelemetry {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public void connectAttempted(boolean again) {
      made.incrementAndGet();
    }

    private int count() {
      return made.get();
    }

    private NatsLink link(TestComponentContext context) {
      NatsLink link = new NatsLink(new OwnDialer(context, "test", this, () -> {}), this);
      link.connect();
      return link;
    }
  }
}
