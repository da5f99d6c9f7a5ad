package beamline.router.memory.transport;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TransportBoundsTest {

  @Test
  void aSlowSubscriptionLosesWhatIsTooMuchAndTheLossIsTold() {
    try (RealTime host = new RealTime(Map.of("max-pending-messages", "100"));
        Transport transport = connected(host)) {
      CountDownLatch slow = new CountDownLatch(1);
      AtomicInteger heard = new AtomicInteger();
      transport.serve(
          "a.*",
          "",
          message -> {
            awaitQuietly(slow);
            heard.incrementAndGet();
          });
      publish(transport, "a.b", 1_000, 10);
      assertThat(host.dropped).hasSize(900).containsOnly("a.*");
      slow.countDown();
      await().until(() -> heard.get() == 100);
      publish(transport, "a.b", 50, 10);
      await().until(() -> heard.get() == 150);
    }
  }

  @Test
  void aSlowSubscriptionIsBoundedByBytes() {
    try (RealTime host =
            new RealTime(Map.of("max-pending-bytes", "5000", "max-payload-bytes", "1000"));
        Transport transport = connected(host)) {
      CountDownLatch slow = new CountDownLatch(1);
      transport.serve("a", "", message -> awaitQuietly(slow));
      publish(transport, "a", 100, 1_000);
      // One may be in the handler already, and no longer waits.
      assertThat(host.dropped.size()).isBetween(94, 95);
      slow.countDown();
    }
  }

  @Test
  void aFullMemberOfAQueueGroupIsPassedOver() {
    try (RealTime host = new RealTime(Map.of("max-pending-messages", "10"));
        Transport transport = connected(host)) {
      CountDownLatch slow = new CountDownLatch(1);
      AtomicInteger heard = new AtomicInteger();
      transport.serve("a", "g", message -> awaitQuietly(slow));
      publish(transport, "a", 10, 1);
      transport.serve("a", "g", message -> heard.incrementAndGet());
      for (int i = 1; i <= 100; i++) {
        int published = i;
        publish(transport, "a", 1, 1);
        eventually("the free member took it", () -> heard.get() == published);
      }
      assertThat(host.dropped).isEmpty();
      slow.countDown();
    }
  }

  @Test
  void tooManyRequestsAtATimeAreRefused() {
    try (RealTime host = new RealTime(Map.of("max-pending-requests", "3"));
        Transport transport = connected(host)) {
      transport.serve("a", "", silent -> {});
      Message message = Message.of("a", new byte[0]);
      for (int i = 0; i < 3; i++) {
        assertThat(transport.request(message, Duration.ofMinutes(1)).toCompletableFuture())
            .isNotDone();
      }
      assertThatThrownBy(
              () -> transport.request(message, Duration.ofMinutes(1)).toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RouterException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_OVERLOADED));
    }
  }

  @Test
  void aMillionMessagesOnAMillionSubjectsLeaveOnlyWhatIsBounded() {
    try (RealTime host =
            new RealTime(Map.of("streams", "S:s.>", "max-messages", "1000", "max-age", "1h"));
        Transport transport = connected(host)) {
      publish(transport, "s.warm", 1, 100);
      long before = usedAfterCollection();
      byte[] payload = new byte[100];
      for (int i = 0; i < 1_000_000; i++) {
        transport.publishAcknowledged(
            Message.of("s.tenant-" + i, payload, Map.of(Message.MESSAGE_ID, "message-" + i)));
      }
      assertThat(usedAfterCollection() - before).isLessThan(8L << 20);
    }
  }

  @Test
  void nothingRunsBeforeConnecting() {
    RealTime host = new RealTime();
    host.close(); // Its executors refuse whatever comes.
    try (Transport transport = host.transport()) {
      assertThat(transport.state()).isEqualTo(Transport.State.DISCONNECTED);
    }
  }

  private static Transport connected(RealTime host) {
    Transport transport = host.transport();
    transport.connect().toCompletableFuture().join();
    return transport;
  }

  private static void publish(Transport transport, String subject, int times, int bytes) {
    for (int i = 0; i < times; i++) {
      transport.publish(Message.of(subject, new byte[bytes])).toCompletableFuture().join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
