package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.Message;
import beamline.router.spi.Transport.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-20 to TR-28: subscriptions and queue groups. */
public abstract class TransportCoreRules extends TransportSubjectRules {

  TransportCoreRules() {}

  @Test
  @DisplayName("TR-20 every plain subscription hears each message once")
  void everyPlainSubscriptionHearsEachMessage() {
    List<Received<Message>> all = List.of(serve("a", ""), serve("a", ""), serve("*", ""));
    publish("a", "1");
    publish("a", "2");
    all.forEach(received -> assertEquals(List.of("1", "2"), received.await(2)));
  }

  @Test
  @DisplayName("TR-21 one member of each queue group gets each message")
  void oneMemberOfEachQueueGroupGetsEachMessage() {
    List<Received<Message>> reds = List.of(serve("a", "red"), serve("a", "red"), serve("*", "red"));
    List<Received<Message>> blues = List.of(serve("a", "blue"), serve("a", "blue"));
    Received<Message> plain = serve("a", "");
    List<String> sent = numbers(100);
    sent.forEach(number -> publish("a", number));
    assertEquals(sent, plain.await(100));
    assertShared(sent, reds);
    assertShared(sent, blues);
  }

  @Test
  @DisplayName("TR-22 members of a queue group share fairly")
  void membersShareFairly() {
    List<Received<Message>> members = List.of(serve("a", "g"), serve("a", "g"));
    List<String> sent = numbers(400);
    sent.forEach(number -> publish("a", number));
    assertShared(sent, members);
    members.forEach(member -> assertTrue(member.count() >= 100, "one took " + member.count()));
  }

  @Test
  @DisplayName("TR-23 a subscription hears a publisher in order, one message at a time")
  void aSubscriptionHearsInOrderOneAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Received<Message> received = new Received<>(TransportFixture::text);
    bus()
        .serve(
            subject("a"),
            "",
            message -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              received.accept(message);
              inside.decrementAndGet();
            });
    List<String> sent = numbers(2_000);
    sent.forEach(number -> publish("a", number));
    assertEquals(sent, received.await(2_000));
    assertEquals(1, most.get());
  }

  @Test
  @DisplayName("TR-24 a handler that throws does not end its subscription")
  void aHandlerThatThrowsDoesNotEndItsSubscription() {
    Received<Message> received = new Received<>(TransportFixture::text);
    bus()
        .serve(
            subject("a"),
            "",
            message -> {
              received.accept(message);
              if (text(message).equals("bad")) {
                throw new IllegalStateException("a handler that fails on purpose");
              }
            });
    publish("a", "bad");
    publish("a", "good");
    assertEquals(List.of("bad", "good"), received.await(2));
  }

  @Test
  @DisplayName("TR-25 a closed subscription hears no more, and the others go on")
  void aClosedSubscriptionHearsNoMore() {
    Received<Message> closed = serve("a", "g");
    Received<Message> open = serve("a", "g");
    numbers(20).forEach(number -> publish("a", number));
    eventually("all were heard", () -> closed.count() + open.count() == 20);
    int before = closed.count();
    closed.close();
    closed.close();
    int others = open.count();
    numbers(20).forEach(number -> publish("a", number));
    open.await(others + 20);
    assertEquals(before, closed.count());
  }

  @Test
  @DisplayName("TR-26 a handler may publish, subscribe and close")
  void aHandlerMayPublishSubscribeAndClose() {
    Received<Message> inner = new Received<>(TransportFixture::text);
    Received<Message> outer = new Received<>(TransportFixture::text);
    outer.until(
        bus()
            .serve(
                subject("a"),
                "",
                message -> {
                  outer.accept(message);
                  bus().serve(subject("b"), "", inner);
                  outer.close();
                  bus().publish(message("b", "from within"));
                }));
    publish("a", "1");
    assertEquals(List.of("from within"), inner.await(1));
    publish("a", "2");
    publish("b", "fence");
    inner.await(2);
    assertEquals(List.of("1"), outer.texts());
  }

  @Test
  @DisplayName("TR-27 a message that nobody hears is published all the same")
  void aMessageThatNobodyHearsIsPublished() {
    publish("nobody", "x");
  }

  @Test
  @DisplayName("TR-28 a subscription says how many messages wait for its handler")
  void aSubscriptionSaysHowManyMessagesWait() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Received<Message> received = new Received<>(TransportFixture::text);
    Subscription slow =
        bus()
            .serve(
                subject("a"),
                "",
                message -> {
                  received.accept(message);
                  awaitUninterruptibly(mayGoOn);
                });
    publish("a", "first");
    received.await(1);
    assertEquals(0, slow.pending());
    numbers(4).forEach(number -> publish("a", number));
    eventually("4 wait", () -> slow.pending() == 4);
    mayGoOn.countDown();
    received.await(5);
    eventually("none waits", () -> slow.pending() == 0);
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Waits until all was received, and each by one of them. */
  static void assertShared(List<String> sent, List<? extends Received<?>> receivers) {
    eventually(
        "everything was received",
        () -> receivers.stream().mapToInt(Received::count).sum() >= sent.size());
    List<String> all = new ArrayList<>();
    receivers.forEach(receiver -> all.addAll(receiver.texts()));
    assertEquals(sent.size(), all.size());
    assertEquals(new HashSet<>(sent), new HashSet<>(all));
  }
}
