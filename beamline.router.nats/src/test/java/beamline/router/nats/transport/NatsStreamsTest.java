package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
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
  private static TestComponentContext context;
  private static Connection operator;
  private static JetStreamManagement operators;
  private Transport bus;

  @BeforeAll
  static void startServer() throws Exception {
    server = NatsServer.start();
    operator = Nats.connect(server.url());
    operators = operator.jetStreamManagement();
    context = TestComponentContext.live("transport.nats.", Map.of("url", server.url()));
  }

  @AfterAll
  static void closeServer() throws InterruptedException {
    operator.close();
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
    try (TestComponentContext misspelt =
        TestComponentContext.live("transport.nats.", Map.of("reconect-delay", "1s"))) {
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
    try (TestComponentContext managed =
        TestComponentContext.live(
            "transport.nats.", Map.of("url", server.url(), "jetstream.manage", "false"))) {
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
  void aConsumerOfTheOperatorStaysAsItIsAndTheDifferenceIsToldWithBothValues() throws Exception {
    done(bus.declare(new StreamDeclaration("OPERATED", List.of("operated"), HOUR, MINUTE)));
    operators.createConsumer(
        "OPERATED",
        ConsumerConfiguration.builder()
            .durable("worker")
            .filterSubject("operated")
            .ackPolicy(AckPolicy.Explicit)
            .ackWait(Duration.ofSeconds(45))
            .maxDeliver(3)
            .build());
    DurableConsumer wanted = new DurableConsumer("worker", "operated", MINUTE, 5, List.of(), 10);
    for (String manage : List.of("true", "false")) {
      try (TestComponentContext host =
          TestComponentContext.live(
              "transport.nats.", Map.of("url", server.url(), "jetstream.manage", manage))) {
        Transport transport = connected(host);
        transport.consume(wanted, delivery -> {});
        String told = String.join("; ", transport.differences());
        assertTrue(told.contains("consumer worker of stream OPERATED"), told);
        assertTrue(told.contains("max deliver 3 instead of 5"), told);
        assertTrue(told.contains("ack wait PT45S instead of PT1M"), told);
        transport.close();
      }
    }
    ConsumerConfiguration there =
        operators.getConsumerInfo("OPERATED", "worker").getConsumerConfiguration();
    assertEquals(3, there.getMaxDeliver());
    assertEquals(Duration.ofSeconds(45), there.getAckWait());
  }

  @Test
  void aStreamElsewhereOrOnFewerServersIsUsedAndTold() throws Exception {
    operators.addStream(
        StreamConfiguration.builder()
            .name("VOLATILE")
            .subjects("volatile")
            .storageType(StorageType.Memory)
            .build());
    try (TestComponentContext host =
        TestComponentContext.live(
            "transport.nats.", Map.of("url", server.url(), "jetstream.replicas", "3"))) {
      Transport transport = connected(host);
      done(transport.declare(new StreamDeclaration("V", List.of("volatile"), HOUR, Duration.ZERO)));
      String told = String.join("; ", transport.differences());
      assertTrue(told.contains("stream VOLATILE has storage memory instead of file"), told);
      assertTrue(told.contains("replicas 1 instead of 3"), told);
      transport.close();
    }
  }

  @Test
  void aStreamThatRemovesWhatIsAcknowledgedIsRefused() throws Exception {
    operators.addStream(
        StreamConfiguration.builder()
            .name("QUEUE")
            .subjects("queue")
            .retentionPolicy(RetentionPolicy.WorkQueue)
            .build());
    String refusal =
        refused(bus.declare(new StreamDeclaration("Q", List.of("queue"), HOUR, Duration.ZERO)));
    assertTrue(refusal.contains("QUEUE") && refusal.contains("workqueue"), refusal);
  }

  @Test
  void aConsumerThatPushesIsRefusedByName() throws Exception {
    done(bus.declare(new StreamDeclaration("PUSHED", List.of("pushed"), HOUR, MINUTE)));
    operators.createConsumer(
        "PUSHED",
        ConsumerConfiguration.builder()
            .durable("pusher")
            .filterSubject("pushed")
            .deliverSubject("elsewhere")
            .deliverGroup("group")
            .build());
    DurableConsumer wanted = new DurableConsumer("pusher", "pushed", MINUTE, 5, List.of(), 10);
    RouterException refusal =
        assertThrows(RouterException.class, () -> bus.consume(wanted, delivery -> {}));
    assertEquals(ErrorCode.CONFIGURATION_INVALID, refusal.code());
    assertTrue(refusal.getMessage().contains("pusher"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("elsewhere"), refusal.getMessage());
  }

  @Test
  void withoutJetStreamNothingIsAskedOfIt() {
    try (TestComponentContext plain =
        TestComponentContext.live(
            "transport.nats.", Map.of("url", server.url(), "jetstream.enabled", "false"))) {
      Transport core = connected(plain);
      assertFalse(core.hasStreams());
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
    try (TestComponentContext strict =
        TestComponentContext.live(
            "transport.nats.",
            Map.of("url", server.url(), "subject-allowlist", "[\"list.>\", one]"))) {
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

  private static Transport connected(TestComponentContext host) {
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
