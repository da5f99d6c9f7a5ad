package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.Transport.State;
import beamline.router.testkit.Fault;
import beamline.router.testkit.FaultyTransport;
import beamline.router.testkit.FaultyTransport.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultyTransportTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final DurableConsumer CONSUMER =
      new DurableConsumer("d", "a", Duration.ofMillis(300), 10, List.of(), 10);

  private final RealTime host = new RealTime();
  private final FaultyTransport transport = new FaultyTransport(host.transport(), host.scheduler());
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void connect() {
    transport.connect().toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    transport.close();
    host.close();
  }

  @Test
  void anErrorFailsAsOftenAsAskedAndLeavesTheOperationUndone() {
    serve("a");
    transport.inject(Operation.PUBLISH, Fault.error("no luck"), 2);
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publish(message("1")));
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publish(message("2")));
    transport.publish(message("3")).toCompletableFuture().join();
    await().until(() -> heard.equals(List.of("3")));
    assertThat(transport.met(Operation.PUBLISH)).isEqualTo(2);
  }

  @Test
  void aFaultWithoutANumberStaysUntilCleared() {
    transport.inject(Operation.PUBLISH, Fault.error("no luck"));
    for (int i = 0; i < 10; i++) {
      assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publish(message("x")));
    }
    transport.clear();
    transport.publish(message("y")).toCompletableFuture().join();
  }

  @Test
  void aTimeoutIsNotPerformed() {
    serve("a");
    transport.inject(Operation.PUBLISH, Fault.timeout(SHORT), 1);
    assertFails(ErrorCode.TIMEOUT, transport.publish(message("1")));
    transport.publish(message("2")).toCompletableFuture().join();
    await().until(() -> heard.equals(List.of("2")));
  }

  @Test
  void aLostConfirmationIsPerformedSoThatARetryIsADuplicate() {
    transport.consume(CONSUMER, Delivery::ack);
    Message message = Message.of("a", new byte[0], Map.of(Message.MESSAGE_ID, "id"));
    transport.inject(Operation.PUBLISH_WITH_ACK, Fault.lostConfirmation(SHORT), 1);
    assertFails(ErrorCode.TIMEOUT, transport.publishAcknowledged(message));
    assertThat(transport.publishAcknowledged(message).toCompletableFuture().join().duplicate())
        .isTrue();
  }

  @Test
  void aDelayIsPerformedLater() {
    serve("a");
    transport.inject(Operation.PUBLISH, Fault.delay(Duration.ofMillis(200)), 1);
    CompletionStage<Void> late = transport.publish(message("late"));
    transport.publish(message("on time")).toCompletableFuture().join();
    late.toCompletableFuture().join();
    await().until(() -> heard.equals(List.of("on time", "late")));
  }

  @Test
  void aFailedAckMeansAnotherDelivery() {
    transport.inject(Operation.ACK, Fault.error("no luck"), 1);
    List<Integer> counts = new CopyOnWriteArrayList<>();
    transport.consume(
        CONSUMER,
        delivery -> {
          counts.add(delivery.deliveryCount());
          delivery.ack();
        });
    transport.publish(message("x")).toCompletableFuture().join();
    await().until(() -> counts.equals(List.of(1, 2)));
  }

  @Test
  void aFailedNakMeansWaitingForTheAckWait() {
    transport.inject(Operation.NAK, Fault.error("no luck"), 1);
    List<Integer> counts = new CopyOnWriteArrayList<>();
    transport.consume(
        CONSUMER,
        delivery -> {
          counts.add(delivery.deliveryCount());
          if (delivery.deliveryCount() < 3) {
            delivery.nak(Duration.ZERO);
          } else {
            delivery.ack();
          }
        });
    transport.publish(message("x")).toCompletableFuture().join();
    await().until(() -> counts.equals(List.of(1, 2, 3)));
    assertThat(transport.met(Operation.NAK)).isEqualTo(1);
  }

  @Test
  void subscribingMayFail() {
    transport.inject(Operation.SUBSCRIBE, Fault.error("no luck"), 1);
    assertThatThrownBy(() -> serve("a")).isInstanceOf(RouterException.class);
    transport.inject(Operation.SUBSCRIBE, Fault.timeout(), 1);
    assertThatThrownBy(() -> transport.consume(CONSUMER, Delivery::ack))
        .isInstanceOf(RouterException.class);
    serve("a");
  }

  @Test
  void aBrokenConnectionStopsEverythingUntilItIsRestored() {
    List<State> states = new CopyOnWriteArrayList<>();
    transport.onState(states::add);
    serve("a");
    List<String> durable = new CopyOnWriteArrayList<>();
    transport.consume(
        CONSUMER,
        delivery -> {
          durable.add(text(delivery.message()));
          delivery.ack();
        });
    transport.inject(Operation.PUBLISH, Fault.closeConnection(), 1);
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publish(message("1")));
    assertThat(transport.state()).isEqualTo(State.RECONNECTING);
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publish(message("2")));
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publishAcknowledged(message("3")));
    List<String> later = new CopyOnWriteArrayList<>();
    transport.serve("a", "", message -> later.add(text(message)));
    transport.restoreConnection();
    assertThat(transport.state()).isEqualTo(State.CONNECTED);
    transport.publish(message("4")).toCompletableFuture().join();
    await().until(() -> heard.equals(List.of("4")));
    await().until(() -> durable.equals(List.of("4")));
    await().until(() -> later.equals(List.of("4")));
    assertThat(states).containsExactly(State.RECONNECTING, State.CONNECTED);
  }

  @Test
  void connectingMayFailAndSucceedLater() {
    try (FaultyTransport other = new FaultyTransport(host.transport(), host.scheduler())) {
      other.inject(Operation.CONNECT, Fault.error("no luck"), 1);
      assertFails(ErrorCode.NATS_UNAVAILABLE, other.connect());
      assertThat(other.state()).isEqualTo(State.DISCONNECTED);
      other.connect().toCompletableFuture().join();
      assertThat(other.state()).isEqualTo(State.CONNECTED);
    }
  }

  private void serve(String subject) {
    transport.serve(subject, "", message -> heard.add(text(message)));
  }

  private static Message message(String payload) {
    return Message.of("a", payload.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }

  private static void assertFails(ErrorCode code, CompletionStage<?> stage) {
    assertThatThrownBy(() -> stage.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(RouterException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
