package beamline.router.nats.transport;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.nats.NatsComponents;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is told that everything was handled may rely on it. */
class CatchingUpTest {
  private static final int ROUNDS = 30;

  @Test
  void whoStillHandlesTheLastMessageHasNotCaughtUp() throws Exception {
    try (NatsServer server = NatsServer.start();
        Transport transport = NatsComponents.transport(Map.of("url", server.url()))) {
      transport.connect().toCompletableFuture().join();
      transport
          .declare(new StreamDeclaration("S", List.of("a"), Duration.ZERO, Duration.ofMinutes(2)))
          .toCompletableFuture()
          .join();
      for (int i = 0; i < 3; i++) {
        transport
            .publishAcknowledged(Message.of("a", new byte[0], Map.of()))
            .toCompletableFuture()
            .join();
      }
      for (int round = 0; round < ROUNDS; round++) {
        followed(transport);
      }
    }
  }

  private static void followed(Transport transport) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    try (Transport.Following following =
        transport.follow("a", 0, entry -> hold(entry.sequence() == 3, begun, told))) {
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(following.caughtUp().toCompletableFuture()).isNotDone();
      told.countDown();
      following.caughtUp().toCompletableFuture().join();
    }
  }

  private static void hold(boolean last, CountDownLatch begun, CountDownLatch told) {
    if (last) {
      begun.countDown();
      try {
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
