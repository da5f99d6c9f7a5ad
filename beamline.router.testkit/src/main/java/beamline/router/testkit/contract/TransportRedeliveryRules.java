package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * TR-60 to TR-73: deliveries that are not simply acknowledged. What must not come again is proven
 * by a younger message that does: had the older one been due, it would have come before.
 */
public abstract class TransportRedeliveryRules extends TransportDurableRules {

  TransportRedeliveryRules() {}

  @Test
  @DisplayName("TR-60 what is not answered within ackWait is delivered again, and counted")
  void whatIsNotAnsweredIsDeliveredAgain() {
    Received<Delivery> received = consume(eager("d", "a"), unanswered -> {});
    store("a", "x", null);
    assertEquals(List.of("x", "x", "x"), received.await(3).subList(0, 3));
    assertEquals(1, received.item(0).deliveryCount());
    assertEquals(2, received.item(1).deliveryCount());
    assertEquals(3, received.item(2).deliveryCount());
    assertEquals(received.item(0).sequence(), received.item(2).sequence());
  }

  @Test
  @DisplayName("TR-61 what was acknowledged never comes again")
  void whatWasAcknowledgedNeverComesAgain() {
    Received<Delivery> received = consume(eager("d", "a"), delivery -> answer(delivery, "ack"));
    store("a", "ack", null);
    store("a", "leave", null);
    received.await("leave", 2);
    assertEquals(1, received.count("ack"));
  }

  @Test
  @DisplayName("TR-62 what was refused comes again at once, and counted")
  void whatWasRefusedComesAgain() {
    Received<Delivery> received =
        consume(
            patient("d", "a"),
            delivery -> {
              if (delivery.deliveryCount() < 4) {
                delivery.nak(Duration.ZERO);
              } else {
                delivery.ack();
              }
            });
    store("a", "x", null);
    received.await(4);
    assertEquals(4, received.item(3).deliveryCount());
    store("a", "next", null);
    received.await("next", 1);
    assertEquals(4, received.count("x"));
  }

  @Test
  @DisplayName("TR-63 what was refused for a while comes again after that while")
  void whatWasRefusedForAWhileComesAgainLater() {
    Received<Delivery> received =
        consume(
            patient("d", "a"),
            delivery -> {
              boolean longer = text(delivery.message()).equals("longer");
              if (delivery.deliveryCount() > 1) {
                delivery.ack();
              } else {
                delivery.nak(Duration.ofMillis(longer ? 2_000 : 200));
              }
            });
    store("a", "longer", null);
    store("a", "shorter", null);
    assertEquals(List.of("longer", "shorter", "shorter", "longer"), received.await(4));
  }

  @Test
  @DisplayName("TR-64 what was terminated never comes again")
  void whatWasTerminatedNeverComesAgain() {
    Received<Delivery> received = consume(eager("d", "a"), delivery -> answer(delivery, "term"));
    store("a", "term", null);
    store("a", "leave", null);
    received.await("leave", 2);
    assertEquals(1, received.count("term"));
  }

  @Test
  @DisplayName("TR-65 work in progress is not delivered again")
  void workInProgressIsNotDeliveredAgain() {
    Duration wait = Duration.ofSeconds(2);
    Received<Delivery> received =
        consume(new DurableConsumer(name("d"), subject("a"), wait, 20, List.of(), 10), left -> {});
    store("a", "working", null);
    store("a", "leave", null);
    received.await(2);
    Delivery working = received.item(0);
    eventually(
        "the one that is left comes again",
        () -> {
          completed(working.inProgress());
          return received.count("leave") >= 2;
        });
    assertEquals(1, received.count("working"));
    completed(working.ack());
  }

  @Test
  @DisplayName("TR-66 a backoff takes the place of ackWait, and its last entry repeats")
  void aBackoffTakesThePlaceOfAckWait() {
    List<Duration> backoff = List.of(Duration.ofMillis(100), Duration.ofMillis(300));
    Received<Delivery> received =
        consume(new DurableConsumer(name("d"), subject("a"), NEVER, 20, backoff, 10), left -> {});
    store("a", "x", null);
    received.await(4);
    assertEquals(4, received.item(3).deliveryCount());
  }

  @Test
  @DisplayName("TR-67 after maxDeliver deliveries a message is given up, and an advisory says so")
  void afterMaxDeliverAMessageIsGivenUp() {
    Received<Message> advisories = new Received<>(TransportFixture::text);
    bus().serve("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*." + name("d"), "", advisories);
    Received<Delivery> received =
        consume(new DurableConsumer(name("d"), subject("a"), SOON, 3, List.of(), 10), left -> {});
    long sequence = store("a", "x", null).sequence();
    String advisory = advisories.await(1).get(0);
    assertTrue(advisory.contains("\"stream_seq\":" + sequence), advisory);
    assertTrue(advisory.contains("\"deliveries\":3"), advisory);
    assertEquals(List.of("x", "x", "x"), received.texts());
    store("a", "next", null);
    received.await("next", 2);
    assertEquals(3, received.count("x"));
  }

  @Test
  @DisplayName("TR-68 a message that is refused for the last time is given up as well")
  void aMessageThatIsRefusedForTheLastTimeIsGivenUp() {
    Received<Message> advisories = new Received<>(TransportFixture::text);
    bus().serve("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*." + name("d"), "", advisories);
    Received<Delivery> received =
        consume(
            new DurableConsumer(name("d"), subject("a"), NEVER, 2, List.of(), 10),
            delivery -> delivery.nak(Duration.ZERO));
    store("a", "x", null);
    advisories.await(1);
    assertEquals(List.of("x", "x"), received.texts());
  }

  @Test
  @DisplayName("TR-69 the first answer counts")
  void theFirstAnswerCounts() {
    Received<Delivery> received =
        consume(
            patient("d", "a"),
            delivery -> {
              if (delivery.deliveryCount() == 1) {
                completed(delivery.nak(Duration.ZERO));
                completed(delivery.ack());
              } else {
                completed(delivery.ack());
                completed(delivery.nak(Duration.ZERO));
              }
            });
    store("a", "x", null);
    received.await(2);
    store("a", "next", null);
    received.await("next", 2);
    assertEquals(2, received.count("x"));
  }

  @Test
  @DisplayName("TR-70 a handler that throws has not answered, and its subscription goes on")
  void aHandlerThatThrowsHasNotAnswered() {
    Received<Delivery> received =
        consume(
            eager("d", "a"),
            delivery -> {
              if (delivery.deliveryCount() == 1) {
                throw new IllegalStateException("a handler that fails on purpose");
              }
              delivery.ack();
            });
    store("a", "x", null);
    store("a", "y", null);
    received.await("x", 2);
    received.await("y", 2);
  }

  @Test
  @DisplayName("TR-71 what a closed member left unanswered goes to another one")
  void whatAClosedMemberLeftGoesToAnother() {
    Received<Delivery> gone = consume(eager("d", "a"), unanswered -> {});
    store("a", "x", null);
    gone.await(1);
    gone.close();
    Received<Delivery> other = consume(eager("d", "a"), Delivery::ack);
    other.await("x", 1);
    assertTrue(other.item(0).deliveryCount() > 1);
  }

  @Test
  @DisplayName("TR-72 a durable stays as it is, whatever is declared, and the difference is told")
  void aDurableStaysAsItIs() {
    assertEquals(List.of(), bus().differences());
    Received<Delivery> first = consume(durable(3), left -> {});
    assertEquals(List.of(), bus().differences());
    Received<Delivery> second = consume(durable(7), left -> {});
    List<String> told = bus().differences();
    assertEquals(1, told.size(), () -> told.toString());
    String difference = told.get(0);
    assertTrue(difference.contains(name("d")), difference);
    assertTrue(difference.contains("3") && difference.contains("7"), difference);
    Received<Message> advisories = new Received<>(TransportFixture::text);
    bus().serve("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.*." + name("d"), "", advisories);
    store("a", "x", null);
    advisories.await(1);
    assertEquals(3, first.count() + second.count());
    consume(durable(3), left -> {});
    assertEquals(List.of(), bus().differences());
  }

  @Test
  @DisplayName("TR-73 the last delivery is known as such, by what the durable is")
  void theLastDeliveryIsKnownAsSuch() {
    consume(durable(2), Delivery::ack).close();
    List<Boolean> last = new CopyOnWriteArrayList<>();
    Received<Delivery> received =
        consume(
            durable(9),
            delivery -> {
              last.add(delivery.isLast());
              delivery.nak(Duration.ZERO);
            });
    store("a", "x", null);
    received.await(2);
    eventually("both were looked at", () -> last.size() == 2);
    assertEquals(List.of(false, true), last);
  }

  private DurableConsumer durable(int maxDeliver) {
    return new DurableConsumer(name("d"), subject("a"), SOON, maxDeliver, List.of(), 10);
  }

  private static void answer(Delivery delivery, String wanted) {
    if (!text(delivery.message()).equals(wanted)) {
      return;
    }
    switch (wanted) {
      case "ack" -> delivery.ack();
      case "term" -> delivery.term("on purpose");
      default -> throw new AssertionError(wanted);
    }
  }
}
