package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Delivery;
import beamline.router.spi.Message;
import beamline.router.spi.Transport.Stored;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-40 to TR-48: what is stored. */
public abstract class TransportStreamRules extends TransportRequestRules {

  TransportStreamRules() {}

  @Test
  @DisplayName("TR-40 an acknowledged message has a stream and a growing number")
  void anAcknowledgedMessageHasANumber() {
    Received<Delivery> received = consume(patient("d", "a"), Delivery::ack);
    Stored first = store("a", "1", null);
    Stored second = store("a", "2", null);
    assertFalse(first.stream().isEmpty());
    assertEquals(first.stream(), second.stream());
    assertTrue(second.sequence() > first.sequence(), first + " then " + second);
    assertFalse(first.duplicate() || second.duplicate());
    received.await(2);
    assertEquals(first.sequence(), received.item(0).sequence());
    assertEquals(second.sequence(), received.item(1).sequence());
  }

  @Test
  @DisplayName("TR-41 a message id is stored once within the duplicate window")
  void aMessageIdIsStoredOnce() {
    Received<Delivery> received = consume(patient("d", "a"), Delivery::ack);
    Stored first = store("a", "1", "id-1");
    Stored again = store("a", "1 again", "id-1");
    Stored other = store("a", "2", "id-2");
    assertFalse(first.duplicate());
    assertTrue(again.duplicate());
    assertEquals(first.sequence(), again.sequence());
    assertFalse(other.duplicate());
    assertEquals(List.of("1", "2"), received.await(2));
  }

  @Test
  @DisplayName("TR-42 an acknowledged message that no stream captures fails at once")
  void aMessageThatNoStreamCapturesFails() {
    assertFails(ErrorCode.NATS_UNAVAILABLE, bus().publishAcknowledged(message("nowhere", "x")));
  }

  @Test
  @DisplayName("TR-43 whatever is published on a captured subject is stored")
  void whateverIsPublishedOnACapturedSubjectIsStored() {
    Received<Delivery> received = consume(patient("d", "a"), Delivery::ack);
    publish("a", "plain");
    store("a", "acknowledged", null);
    assertEquals(List.of("plain", "acknowledged"), received.await(2));
  }

  @Test
  @DisplayName("TR-44 plain subscriptions hear what is stored")
  void plainSubscriptionsHearWhatIsStored() {
    consume(patient("d", "a"), Delivery::ack);
    Received<Message> core = serve("a", "");
    store("a", "x", null);
    assertEquals(List.of("x"), core.await(1));
  }

  @Test
  @DisplayName("TR-45 a stream answers a request on its subject: do not request there")
  void aStreamAnswersARequestOnItsSubject() {
    Received<Delivery> received = consume(patient("d", "a"), Delivery::ack);
    Message answer = completed(bus().request(message("a", "?"), NEVER));
    assertTrue(text(answer).contains("\"stream\""), text(answer));
    received.await(1);
    assertEquals(Optional.empty(), received.item(0).message().replyTo());
  }

  @Test
  @DisplayName("TR-46 a delivery has the subject, payload, headers and time of the message")
  void aDeliveryIsTheMessage() {
    Received<Delivery> received = consume(patient("d", "a.*"), Delivery::ack);
    store("a.x", "payload", "id-1");
    received.await(1);
    Delivery delivery = received.item(0);
    assertEquals(subject("a.x"), delivery.message().subject());
    assertEquals(Optional.of("id-1"), delivery.message().header("nats-msg-id"));
    assertEquals(1, delivery.deliveryCount());
    // The wall clocks of a server and of this machine may differ, though not by a day.
    long apart = Math.abs(delivery.storedAtMillis() - System.currentTimeMillis());
    assertTrue(apart < 86_400_000, "stored " + apart + " ms from now");
  }

  @Test
  @DisplayName("TR-47 a narrower consumer reads the same stream")
  void aNarrowerConsumerReadsTheSameStream() {
    consume(patient("wide", "a.>"), Delivery::ack);
    Stored x = store("a.x", "x", null);
    Stored y = store("a.y", "y", null);
    assertEquals(x.stream(), y.stream());
    assertEquals(List.of("y"), consume(patient("narrow", "a.y"), Delivery::ack).await(1));
  }

  @Test
  @DisplayName("TR-48 a consumer whose subject lies only partly in a stream is refused")
  void aConsumerThatLiesPartlyInAStreamIsRefused() {
    consume(patient("narrow", "a.y"), Delivery::ack);
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID,
        () -> bus().consume(patient("wide", "a.>"), Delivery::ack));
  }

  Stored store(String rest, String payload, @Nullable String id) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = id == null ? Map.of() : Map.of(Message.MESSAGE_ID, id);
    return completed(bus().publishAcknowledged(Message.of(subject(rest), bytes, headers)));
  }
}
