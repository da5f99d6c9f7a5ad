package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Delivery;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport.Following;
import beamline.router.spi.Transport.LogEntry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-90 to TR-99: streams that somebody relies on, and reading them along. */
public abstract class TransportFollowingRules extends TransportRedeliveryRules {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WINDOW = Duration.ofMinutes(2);

  TransportFollowingRules() {}

  @Test
  @DisplayName("TR-90 a declared stream is made once, and found again by what it holds")
  void aDeclaredStreamIsMadeOnce() {
    assertEquals(name("s"), completed(declare("s", HOUR, WINDOW, "a.>", "b")));
    assertEquals(name("s"), completed(declare("s", HOUR, WINDOW, "a.>", "b")));
    assertEquals(name("s"), completed(declare("other", Duration.ofMinutes(1), WINDOW, "a.x")));
    assertEquals(name("s"), store("a.x", "1", null).stream());
    assertEquals(name("s"), store("b", "2", null).stream());
  }

  @Test
  @DisplayName("TR-91 a declaration whose subjects are not all in one stream is refused")
  void aDeclarationThatNoStreamHoldsAloneIsRefused() {
    completed(declare("s", HOUR, WINDOW, "a"));
    completed(declare("t", HOUR, WINDOW, "b"));
    assertFails(ErrorCode.CONFIGURATION_INVALID, declare("u", HOUR, WINDOW, "a", "b"));
    assertFails(ErrorCode.CONFIGURATION_INVALID, declare("u", HOUR, WINDOW, "a", "c"));
    assertFails(ErrorCode.CONFIGURATION_INVALID, declare("u", HOUR, WINDOW, "*"));
  }

  @Test
  @DisplayName("TR-92 a declaration that asks for more than its stream keeps is refused")
  void aDeclarationThatAsksForMoreIsRefused() {
    completed(declare("s", HOUR, WINDOW, "a"));
    assertFails(ErrorCode.CONFIGURATION_INVALID, declare("s", HOUR.multipliedBy(2), WINDOW, "a"));
    assertFails(ErrorCode.CONFIGURATION_INVALID, declare("s", Duration.ZERO, WINDOW, "a"));
    assertFails(ErrorCode.CONFIGURATION_INVALID, declare("s", HOUR, WINDOW.multipliedBy(2), "a"));
    assertEquals(name("s"), completed(declare("s", HOUR, WINDOW, "a")));
  }

  @Test
  @DisplayName("TR-93 whoever serves can ask which stream confirms a subject")
  void theStreamThatConfirmsASubjectIsKnown() {
    assertEquals(Optional.empty(), completed(bus().confirmingStream(subject("a.x"))));
    completed(declare("s", HOUR, WINDOW, "a.*"));
    assertEquals(Optional.of(name("s")), completed(bus().confirmingStream(subject("a.x"))));
    assertEquals(Optional.empty(), completed(bus().confirmingStream(subject("b"))));
  }

  @Test
  @DisplayName("TR-94 who follows reads what there is, is told so, and goes on, in order")
  void whoFollowsReadsWhatThereIsAndGoesOn() {
    completed(declare("s", HOUR, WINDOW, "a.>"));
    List<String> before = numbers(100);
    before.forEach(number -> store("a.x", number, null));
    store("a.y", "of another subject", null);
    Received<LogEntry> received = new Received<>(TransportFollowingRules::logged);
    Following following = bus().follow(subject("a.x"), 0, received);
    completed(following.caughtUp());
    assertEquals(before, received.texts());
    assertTrue(following.isCurrent());
    long last = store("a.x", "next", null).sequence();
    assertEquals(Stream.concat(before.stream(), Stream.of("next")).toList(), received.await(101));
    assertEquals(subject("a.x"), received.item(100).message().subject());
    assertEquals(last, received.item(100).sequence());
  }

  @Test
  @DisplayName("TR-95 everybody who follows sees everything, and takes nothing from consumers")
  void everybodyWhoFollowsSeesEverything() {
    completed(declare("s", HOUR, WINDOW, "a"));
    Received<LogEntry> one = follow("a", 0);
    Received<LogEntry> two = follow("a", 0);
    Received<Delivery> durable = consume(patient("d", "a"), Delivery::ack);
    List<String> sent = numbers(50);
    sent.forEach(number -> store("a", number, null));
    assertEquals(sent, one.await(50));
    assertEquals(sent, two.await(50));
    assertEquals(sent, durable.await(50));
  }

  @Test
  @DisplayName("TR-96 following starts with the oldest message stored at a time or later")
  void followingStartsAtATime() {
    completed(declare("s", HOUR, WINDOW, "a"));
    Received<LogEntry> all = follow("a", 0);
    // Until the clock of the stream has gone on by at least a millisecond.
    int sent = 0;
    do {
      store("a", "" + sent++, null);
      all.await(sent);
    } while (all.item(sent - 1).storedAtMillis() == all.item(0).storedAtMillis());
    Received<LogEntry> later = follow("a", all.item(sent - 1).storedAtMillis());
    assertEquals(List.of("" + (sent - 1)), later.await(1));
  }

  @Test
  @DisplayName("TR-97 following what no stream holds is refused")
  void followingWhatNoStreamHoldsIsRefused() {
    completed(declare("s", HOUR, WINDOW, "a.x"));
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID, () -> bus().follow(subject("b"), 0, unheard -> {}));
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID, () -> bus().follow(subject("a.>"), 0, unheard -> {}));
  }

  @Test
  @DisplayName("TR-98 who follows an empty stream is up to date")
  void whoFollowsAnEmptyStreamIsUpToDate() {
    completed(declare("s", HOUR, WINDOW, "a.*"));
    completed(bus().follow(subject("a.x"), 0, unheard -> {}).caughtUp());
    store("a.y", "of another subject", null);
    completed(bus().follow(subject("a.x"), 0, unheard -> {}).caughtUp());
    store("a.x", "old", null);
    Following following =
        bus().follow(subject("a.x"), System.currentTimeMillis() + 60_000, u -> {});
    completed(following.caughtUp());
  }

  @Test
  @DisplayName("TR-99 a closed follower hears no more, one that throws goes on")
  void aClosedFollowerHearsNoMore() {
    completed(declare("s", HOUR, WINDOW, "a"));
    Received<LogEntry> closed = follow("a", 0);
    Received<LogEntry> throwing = new Received<>(TransportFollowingRules::logged);
    bus()
        .follow(
            subject("a"),
            0,
            entry -> {
              throwing.accept(entry);
              throw new IllegalStateException("a handler that fails on purpose");
            });
    store("a", "1", null);
    closed.await(1);
    closed.close();
    store("a", "2", null);
    assertEquals(List.of("1", "2"), throwing.await(2));
    Received<LogEntry> again = follow("a", 0);
    again.await(2);
    assertEquals(List.of("1"), closed.texts());
    assertTrue(again.item(0).sequence() < again.item(1).sequence());
  }

  private CompletionStage<String> declare(
      String stream, Duration maxAge, Duration duplicateWindow, String... rests) {
    List<String> subjects = Stream.of(rests).map(this::subject).toList();
    return bus().declare(new StreamDeclaration(name(stream), subjects, maxAge, duplicateWindow));
  }

  private Received<LogEntry> follow(String rest, long fromEpochMillis) {
    Received<LogEntry> received = new Received<>(TransportFollowingRules::logged);
    received.until(bus().follow(subject(rest), fromEpochMillis, received));
    return received;
  }

  private static String logged(LogEntry entry) {
    return text(entry.message());
  }
}
