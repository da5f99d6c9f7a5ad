package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Delivery;
import beamline.router.spi.Message;
import beamline.router.spi.Transport.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link beamline.router.spi.Transport} keeps. Extend it and say how to create
 * yours:
 *
 * <pre>{@code
 * class MyTransportContractTest extends TransportContract {
 *   @Override
 *   protected Transport createTransport() {
 *     return new MyTransport(...);
 *   }
 * }
 * }</pre>
 *
 * <p>The rules are numbered; {@code docs/spi/transport.md} lists them. This class has those about
 * draining, TR-80 to TR-84; the others are inherited, one class per topic.
 */
public abstract class TransportContract extends TransportFollowingRules {

  /** For subclasses. */
  protected TransportContract() {}

  @Test
  @DisplayName("TR-80 draining lets a subscription finish what it has")
  void drainingLetsASubscriptionFinish() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Received<Message> received = new Received<>(TransportFixture::text);
    bus()
        .serve(
            subject("a"),
            "",
            message -> {
              awaitUninterruptibly(mayGoOn);
              received.accept(message);
            });
    Received<Message> arrived = serve("a", "");
    numbers(10).forEach(number -> publish("a", number));
    arrived.await(10);
    CompletableFuture<Void> drained = bus().drain(NEVER).toCompletableFuture();
    assertFalse(drained.isDone());
    mayGoOn.countDown();
    completed(drained);
    assertEquals(numbers(10), received.texts());
  }

  @Test
  @DisplayName("TR-81 a drained transport takes no more, and publishes until it is closed")
  void aDrainedTransportTakesNoMore() {
    Received<Message> received = serve("a", "");
    Received<Delivery> durable = consume(patient("d", "b"), Delivery::ack);
    store("b", "1", null);
    durable.await(1);
    completed(bus().drain(NEVER));
    publish("a", "x");
    assertEquals(2, store("b", "2", null).sequence());
    assertEquals(0, received.count());
    assertEquals(1, durable.count());
    assertRefused(ErrorCode.NATS_UNAVAILABLE, () -> bus().serve(subject("c"), "", unheard -> {}));
    assertRefused(
        ErrorCode.NATS_UNAVAILABLE, () -> bus().consume(patient("e", "c"), unheard -> {}));
    completed(bus().drain(NEVER));
  }

  @Test
  @DisplayName("TR-82 draining waits for deliveries that are being worked on")
  void drainingWaitsForDeliveries() {
    Received<Delivery> received = consume(patient("d", "a"), unanswered -> {});
    store("a", "x", null);
    received.await(1);
    CompletionStage<Void> drained = bus().drain(NEVER);
    assertFalse(drained.toCompletableFuture().isDone());
    completed(received.item(0).ack());
    completed(drained);
  }

  @Test
  @DisplayName("TR-83 draining that takes too long fails with TIMEOUT")
  void drainingThatTakesTooLongFails() {
    Received<Delivery> received = consume(patient("d", "a"), unanswered -> {});
    store("a", "x", null);
    received.await(1);
    assertFails(ErrorCode.TIMEOUT, bus().drain(Duration.ofMillis(100)));
  }

  @Test
  @DisplayName("TR-84 draining or closing from a handler does not lock up")
  void closingFromAHandlerDoesNotLockUp() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    bus()
        .serve(
            subject("a"),
            "",
            message -> {
              bus().drain(NEVER);
              bus().close();
              closed.complete(null);
            });
    publish("a", "x");
    completed(closed);
    assertEquals(State.DISCONNECTED, bus().state());
  }
}
