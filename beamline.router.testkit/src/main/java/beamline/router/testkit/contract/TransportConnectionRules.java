package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.spi.Transport.State;
import beamline.router.spi.Transport.Subscription;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-01 to TR-06: connecting and closing. */
public abstract class TransportConnectionRules extends TransportFixture {

  TransportConnectionRules() {}

  @Test
  @DisplayName("TR-01 a transport is disconnected until it was connected")
  void isDisconnectedUntilItWasConnected() {
    try (Transport transport = createTransport()) {
      assertEquals(State.DISCONNECTED, transport.state());
      completed(transport.connect());
      assertEquals(State.CONNECTED, transport.state());
    }
  }

  @Test
  @DisplayName("TR-02 connecting again changes nothing")
  void connectingAgainChangesNothing() {
    try (Transport transport = createTransport()) {
      List<State> told = new CopyOnWriteArrayList<>();
      Subscription listening = transport.onState(told::add);
      CompletionStage<Void> first = transport.connect();
      CompletionStage<Void> second = transport.connect();
      completed(first);
      completed(second);
      completed(transport.connect());
      eventually("told of the connection", () -> told.contains(State.CONNECTED));
      assertEquals(1, told.stream().filter(State.CONNECTED::equals).count());
      listening.close();
    }
  }

  @Test
  @DisplayName("TR-03 a listener is told of changes until it is closed, whatever others throw")
  void aListenerIsToldUntilItIsClosed() {
    List<State> told = new CopyOnWriteArrayList<>();
    List<State> toldToClosed = new CopyOnWriteArrayList<>();
    try (Transport transport = createTransport()) {
      transport.onState(
          state -> {
            throw new IllegalStateException("a listener that fails on purpose");
          });
      transport.onState(told::add);
      transport.onState(toldToClosed::add).close();
      completed(transport.connect());
    }
    eventually("told of the end", () -> told.contains(State.DISCONNECTED));
    assertEquals(List.of(State.CONNECTING, State.CONNECTED, State.DISCONNECTED), told);
    assertEquals(List.of(), toldToClosed);
  }

  @Test
  @DisplayName("TR-04 nothing works before connecting, and it says so")
  void nothingWorksBeforeConnecting() {
    try (Transport transport = createTransport()) {
      assertNothingWorks(transport);
    }
  }

  @Test
  @DisplayName("TR-05 a closed transport stays closed, and closing again does nothing")
  void aClosedTransportStaysClosed() {
    bus().close();
    bus().close();
    assertEquals(State.DISCONNECTED, bus().state());
    assertNothingWorks(bus());
    assertFails(ErrorCode.NATS_UNAVAILABLE, bus().connect());
    assertNotEquals(State.CONNECTED, bus().state());
  }

  @Test
  @DisplayName("TR-06 closing ends the requests that wait")
  void closingEndsTheRequestsThatWait() {
    Received<Message> silent = serve("a", "");
    CompletionStage<Message> reply = bus().request(message("a", "?"), NEVER);
    silent.await(1);
    bus().close();
    assertFails(ErrorCode.NATS_UNAVAILABLE, reply);
  }

  private void assertNothingWorks(Transport transport) {
    Message message = message("a", "x");
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publish(message));
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.publishAcknowledged(message));
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.request(message, NEVER));
    assertRefused(
        ErrorCode.NATS_UNAVAILABLE, () -> transport.serve(subject("a"), "", unheard -> {}));
    assertRefused(
        ErrorCode.NATS_UNAVAILABLE, () -> transport.consume(patient("d", "a"), unheard -> {}));
    assertFails(ErrorCode.NATS_UNAVAILABLE, transport.confirmingStream(subject("a")));
    assertRefused(
        ErrorCode.NATS_UNAVAILABLE, () -> transport.follow(subject("a"), 0, unheard -> {}));
  }
}
