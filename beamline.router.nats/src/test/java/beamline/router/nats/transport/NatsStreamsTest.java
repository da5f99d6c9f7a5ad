package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams and consumers that are there already, on a real server. */
final class NatsStreamsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static NatsServer server;
  private static LiveContext context;
  private Transport bus;

  @BeforeAll
  static void startServer() {
    server = NatsServer.start();
    context = new LiveContext(Map.of("url", server.url()));
  }

  @AfterAll
  static void closeServer() {
    context.close();
    server.close();
  }

  @BeforeEach
  void connect() {
    bus = connected(context);
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void aMisspeltSettingIsRefusedByName() {
    try (LiveContext misspelt = new LiveContext(Map.of("reconect-delay", "1s"))) {
      RouterException refused =
          assertThrows(RouterException.class, () -> new NatsTransportProvider().create(misspelt));
      assertTrue(refused.getMessage().contains("transport.nats.reconect-delay"));
    }
  }

  @Test
  void aDeclaredStreamIsMadeOnceAndFoundByItsSubjects() {
    StreamDeclaration orders = new StreamDeclaration("ORDERS", List.of("o.>"), HOUR, MINUTE);
    assertEquals("ORDERS", done(bus.declare(orders)));
    assertEquals("ORDERS", done(bus.declare(orders)));
    StreamDeclaration less = new StreamDeclaration("OTHER", List.of("o.x"), MINUTE, MINUTE);
    assertEquals("ORDERS", done(bus.declare(less)));
    assertEquals("ORDERS", done(bus.confirmingStream("o.x.y")).orElseThrow());
    assertTrue(done(bus.confirmingStream("p")).isEmpty());
  }

  @Test
  void aStreamThatKeepsMessagesForLessIsReportedWithBothValues() {
    done(bus.declare(new StreamDeclaration("SHORT", List.of("short"), HOUR, MINUTE)));
    String refusal =
        refused(
            bus.declare(
                new StreamDeclaration("SHORT", List.of("short"), Duration.ofDays(2), MINUTE)));
    assertTrue(
        refusal.contains("SHORT") && refusal.contains("PT1H") && refusal.contains("PT48H"),
        refusal);
  }

  @Test
  void aStreamWithAShorterDuplicateWindowIsReportedWithBothValues() {
    done(bus.declare(new StreamDeclaration("BRIEF", List.of("brief"), HOUR, MINUTE)));
    String refusal =
        refused(
            bus.declare(
                new StreamDeclaration("BRIEF", List.of("brief"), HOUR, Duration.ofMinutes(7))));
    assertTrue(
        refusal.contains("BRIEF") && refusal.contains("PT1M") && refusal.contains("PT7M"), refusal);
  }

  @Test
  void subjectsThatSeveralStreamsShareAreReportedWithBothNames() {
    done(bus.declare(new StreamDeclaration("LEFT", List.of("left"), HOUR, MINUTE)));
    done(bus.declare(new StreamDeclaration("RIGHT", List.of("right"), HOUR, MINUTE)));
    String refusal =
        refused(bus.declare(new StreamDeclaration("BOTH", List.of("left", "right"), HOUR, MINUTE)));
    assertTrue(refusal.contains("LEFT") && refusal.contains("RIGHT"), refusal);
  }

  @Test
  void anOperatorWhoManagesStreamsIsToldWhatToCreate() {
    try (LiveContext managed =
        new LiveContext(Map.of("url", server.url(), "jetstream.manage", "false"))) {
      Transport unmanaging = connected(managed);
      String stream =
          refused(
              unmanaging.declare(
                  new StreamDeclaration("MISSING", List.of("missing"), HOUR, MINUTE)));
      assertTrue(stream.contains("MISSING") && stream.contains("jetstream.manage"), stream);
      done(bus.declare(new StreamDeclaration("THERE", List.of("there"), HOUR, MINUTE)));
      DurableConsumer consumer = new DurableConsumer("worker", "there", MINUTE, 3, List.of(), 10);
      RouterException refusal =
          assertThrows(RouterException.class, () -> unmanaging.consume(consumer, delivery -> {}));
      assertEquals(ErrorCode.CONFIGURATION_INVALID, refusal.code());
      assertTrue(refusal.getMessage().contains("worker"), refusal.getMessage());
      unmanaging.close();
    }
  }

  @Test
  void withoutJetStreamNothingIsAskedOfIt() {
    try (LiveContext plain =
        new LiveContext(Map.of("url", server.url(), "jetstream.enabled", "false"))) {
      Transport core = connected(plain);
      assertTrue(done(core.confirmingStream("any")).isEmpty());
      String refusal =
          refused(core.declare(new StreamDeclaration("NONE", List.of("none"), HOUR, MINUTE)));
      assertTrue(refusal.contains("jetstream.enabled"), refusal);
      refused(core.publishAcknowledged(Message.of("none", new byte[0])));
      core.close();
    }
  }

  @Test
  void messagesAreTakenFromTheListedSubjectsOnly() {
    try (LiveContext strict =
        new LiveContext(Map.of("url", server.url(), "subject-allowlist", "[\"list.>\", one]"))) {
      Transport transport = connected(strict);
      transport.serve("list.a.*", "", unheard -> {});
      transport.serve("one", "g", unheard -> {});
      RouterException refusal =
          assertThrows(RouterException.class, () -> transport.serve("two", "", unheard -> {}));
      assertEquals(ErrorCode.CONFIGURATION_INVALID, refusal.code());
      assertTrue(refusal.getMessage().contains("two"), refusal.getMessage());
      transport.close();
    }
  }

  private static Transport connected(LiveContext host) {
    Transport transport = new NatsTransportProvider().create(host);
    done(transport.connect());
    return transport;
  }

  private static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private static String refused(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    CompletionException failure = assertThrows(CompletionException.class, future::join);
    RouterException fault = assertInstanceOf(RouterException.class, failure.getCause());
    assertEquals(ErrorCode.CONFIGURATION_INVALID, fault.code());
    return String.valueOf(fault.getMessage());
  }
}
