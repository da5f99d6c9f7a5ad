package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import beamline.router.api.ErrorCode;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-10 to TR-15: subjects and messages. */
public abstract class TransportSubjectRules extends TransportConnectionRules {

  TransportSubjectRules() {}

  @Test
  @DisplayName("TR-10 a message arrives with its subject, payload and headers")
  void aMessageArrivesAsItWas() {
    Received<Message> received = serve("a.b", "");
    byte[] payload = {0, 1, -1, 'x', '\r', '\n'};
    completed(
        bus().publish(Message.of(subject("a.b"), payload, Map.of("Trace_Id", "t 1", "empty", ""))));
    received.await(1);
    Message message = received.item(0);
    assertEquals(subject("a.b"), message.subject());
    assertArrayEquals(payload, message.payload());
    assertEquals(Optional.of("t 1"), message.header("trace_id"));
    assertEquals(Optional.of(""), message.header("empty"));
    assertEquals(Optional.empty(), message.replyTo());
  }

  @Test
  @DisplayName("TR-11 a star stands for exactly one token")
  void aStarStandsForOneToken() {
    assertHeard("a.*.c", List.of("a.b.c", "a.x.c"), List.of("a.c", "a.b.b.c", "a.b.d", "a.b"));
  }

  @Test
  @DisplayName("TR-12 a final > stands for one or more tokens")
  void aFinalAngleStandsForOneOrMoreTokens() {
    assertHeard("a.>", List.of("a.b", "a.b.c.d"), List.of("a", "b.a", "ab.c"));
  }

  @Test
  @DisplayName("TR-13 an empty payload is a message")
  void anEmptyPayloadIsAMessage() {
    Received<Message> received = serve("a", "");
    publish("a", "");
    assertEquals(List.of(""), received.await(1));
  }

  @Test
  @DisplayName("TR-14 an invalid subject is refused")
  void anInvalidSubjectIsRefused() {
    for (String invalid :
        List.of("", ".", "a.", ".a", "a..b", "a b", "a.\tb", "a\r\nb", "*", "a.>")) {
      Message message = Message.of(invalid, new byte[0]);
      assertFails(ErrorCode.INVALID_REQUEST, bus().publish(message));
      assertFails(ErrorCode.INVALID_REQUEST, bus().publishAcknowledged(message));
      assertFails(ErrorCode.INVALID_REQUEST, bus().request(message, NEVER));
    }
    for (String invalid : List.of("", "a.", "a..b", "a b", ">.a", "a.>.b")) {
      assertRefused(ErrorCode.INVALID_REQUEST, () -> bus().serve(invalid, "", unheard -> {}));
      DurableConsumer consumer = new DurableConsumer(name("d"), invalid, NEVER, 1, List.of(), 1);
      assertRefused(ErrorCode.INVALID_REQUEST, () -> bus().consume(consumer, unheard -> {}));
    }
  }

  @Test
  @DisplayName("TR-15 a message above the limit of the bus is refused, one below it arrives")
  void aMessageAboveTheLimitIsRefused() {
    Received<Message> received = serve("a", "");
    Message tooLarge = Message.of(subject("a"), new byte[maxPayloadBytes() + 1]);
    assertFails(ErrorCode.INVALID_REQUEST, bus().publish(tooLarge));
    assertFails(ErrorCode.INVALID_REQUEST, bus().request(tooLarge, NEVER));
    completed(bus().publish(Message.of(subject("a"), new byte[maxPayloadBytes()])));
    received.await(1);
    assertEquals(maxPayloadBytes(), received.item(0).payload().length);
  }

  private void assertHeard(String pattern, List<String> matching, List<String> others) {
    Received<Message> received = serve(pattern, "");
    others.forEach(rest -> publish(rest, rest));
    // A subscription hears messages in order: once these came, those before them did not.
    matching.forEach(rest -> publish(rest, rest));
    assertEquals(matching, received.await(matching.size()));
  }
}
