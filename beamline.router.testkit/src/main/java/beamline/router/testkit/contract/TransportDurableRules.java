package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.testkit.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-50 to TR-58: durable consumers, as long as everybody answers. */
public abstract class TransportDurableRules extends TransportStreamRules {

  TransportDurableRules() {}

  @Test
  @DisplayName("TR-50 a new durable gets what the stream has already, in order")
  void aNewDurableGetsWhatTheStreamHasAlready() {
    consume(patient("first", "a"), Delivery::ack);
    List<String> sent = numbers(200);
    sent.forEach(number -> store("a", number, null));
    assertEquals(sent, consume(patient("second", "a"), Delivery::ack).await(200));
  }

  @Test
  @DisplayName("TR-51 each durable gets everything")
  void eachDurableGetsEverything() {
    Received<Delivery> one = consume(patient("one", "a"), Delivery::ack);
    Received<Delivery> two = consume(patient("two", "a"), Delivery::ack);
    List<String> sent = numbers(50);
    sent.forEach(number -> store("a", number, null));
    assertEquals(sent, one.await(50));
    assertEquals(sent, two.await(50));
  }

  @Test
  @DisplayName("TR-52 members of a durable share: one of them gets each message")
  void membersOfADurableShare() {
    CountDownLatch bothBusy = new CountDownLatch(2);
    List<Received<Delivery>> members =
        List.of(
            consume(patient("d", "a"), delivery -> busyUntil(bothBusy, delivery)),
            consume(patient("d", "a"), delivery -> busyUntil(bothBusy, delivery)));
    List<String> sent = numbers(100);
    sent.forEach(number -> store("a", number, null));
    assertShared(sent, members);
    members.forEach(member -> assertTrue(member.count() > 0, "a member got nothing"));
  }

  @Test
  @DisplayName("TR-53 a durable resumes where it stopped")
  void aDurableResumesWhereItStopped() {
    Received<Delivery> before = consume(eager("d", "a"), Delivery::ack);
    store("a", "1", null);
    store("a", "2", null);
    before.await(2);
    before.close();
    store("a", "3", null);
    Received<Delivery> after = consume(eager("d", "a"), Delivery::ack);
    store("a", "4", null);
    // A server may have sent the third to the closed member: then it comes after ackWait.
    after.await("3", 1);
    after.await("4", 1);
    assertEquals(List.of("1", "2"), before.texts());
    assertEquals(0, after.count("1") + after.count("2"));
  }

  @Test
  @DisplayName("TR-54 a delivery may be answered after its subscription was closed")
  void aDeliveryMayBeAnsweredAfterItsSubscriptionWasClosed() {
    Received<Delivery> before = consume(eager("d", "a"), delivery -> {});
    store("a", "answered", null);
    before.await(1);
    before.close();
    completed(before.item(0).ack());
    store("a", "next", null);
    Received<Delivery> after = consume(eager("d", "a"), delivery -> {});
    // Once the younger message was delivered twice, the older one would have been as well.
    after.await("next", 2);
    assertEquals(0, after.count("answered"));
  }

  @Test
  @DisplayName("TR-55 no more than maxInFlight deliveries are unanswered at a time")
  void noMoreThanMaxInFlightAreUnanswered() {
    DurableConsumer three = new DurableConsumer(name("d"), subject("a"), NEVER, 5, List.of(), 3);
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Queue<Delivery> unanswered = new ConcurrentLinkedQueue<>();
    Received<Delivery> received =
        consume(
            three,
            delivery -> {
              most.accumulateAndGet(open.incrementAndGet(), Math::max);
              unanswered.add(delivery);
            });
    List<String> sent = numbers(30);
    sent.forEach(number -> store("a", number, null));
    for (int answered = 0; answered < 30; answered++) {
      int due = Math.min(30, answered + 3);
      eventually(due + " are out", () -> received.count() == due);
      open.decrementAndGet();
      completed(unanswered.remove().ack());
    }
    assertEquals(sent, received.texts());
    assertEquals(3, most.get());
  }

  @Test
  @DisplayName("TR-56 a name that consumes another subject of the stream is refused")
  void aNameThatConsumesAnotherSubjectIsRefused() {
    consume(patient("wide", "a.>"), Delivery::ack);
    consume(patient("d", "a.x"), Delivery::ack);
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID, () -> bus().consume(patient("d", "a.y"), Delivery::ack));
  }

  @Test
  @DisplayName("TR-57 an invalid durable name is refused")
  void anInvalidDurableNameIsRefused() {
    for (String invalid : List.of("", "a.b", "a b", "a*", ">")) {
      DurableConsumer consumer =
          new DurableConsumer(invalid, subject("a"), Duration.ofSeconds(1), 1, List.of(), 1);
      assertRefused(ErrorCode.INVALID_REQUEST, () -> bus().consume(consumer, unheard -> {}));
    }
  }

  @Test
  @DisplayName("TR-58 a durable takes what many publish at once, each message once")
  void aDurableTakesWhatManyPublishAtOnce() {
    Received<Delivery> received = consume(patient("d", "a"), Delivery::ack);
    List<String> sent = numbers(1_000);
    Set<Long> sequences = new HashSet<>();
    sent.parallelStream()
        .map(number -> store("a", number, number).sequence())
        .toList()
        .forEach(sequences::add);
    assertShared(sent, List.of(received));
    assertEquals(1_000, sequences.size());
  }

  /** Holds the first deliveries until both members have one, so that no member can take all. */
  private static void busyUntil(CountDownLatch bothBusy, Delivery delivery) {
    bothBusy.countDown();
    try {
      assertTrue(bothBusy.await(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delivery.ack();
  }
}
