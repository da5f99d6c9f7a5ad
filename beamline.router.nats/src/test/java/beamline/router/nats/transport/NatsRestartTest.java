package beamline.router.nats.transport;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.spi.Transport.State;
import beamline.router.spi.Transport.Stored;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.NatsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is killed and comes back while it is used. */
final class NatsRestartTest {
  private NatsServer server;
  private TestComponentContext context;
  private Transport bus;

  @BeforeEach
  void connect() throws Exception {
    server = NatsServer.start();
    context =
        TestComponentContext.live(
            "transport.nats.",
            Map.of(
                "url", server.url(),
                "connect-timeout", "1s",
                "reconnect-delay", "20ms",
                "max-reconnect-delay", "100ms"));
    bus = new NatsTransportProvider().create(context);
    done(bus.connect());
    done(
        bus.declare(
            new StreamDeclaration(
                "WORK", List.of("work.>"), Duration.ofHours(1), Duration.ofMinutes(5))));
  }

  @AfterEach
  void close() {
    bus.close();
    context.close();
    server.close();
  }

  @Test
  void whatIsConfirmedAroundAKillIsStoredOnceAndConsumed() throws Exception {
    Set<String> consumed = ConcurrentHashMap.newKeySet();
    bus.consume(
        new DurableConsumer("worker", "work.>", Duration.ofSeconds(2), 20, List.of(), 100),
        delivery -> {
          consumed.add(text(delivery.message()));
          CompletionStage<Void> unused = delivery.ack();
        });
    Queue<Long> followed = new ConcurrentLinkedQueue<>();
    bus.follow("work.>", 0, entry -> followed.add(entry.sequence()));
    List<CompletableFuture<Stored>> stored = new ArrayList<>();
    publish(stored, 0, 100);
    server.kill();
    publish(stored, 100, 200);
    eventually("the loss is noticed", () -> bus.state() == State.RECONNECTING);
    publish(stored, 200, 300);
    server.restart();
    eventually("connected again", () -> bus.state() == State.CONNECTED);
    publish(stored, 300, 400);
    Set<Long> sequences = new HashSet<>();
    for (CompletableFuture<Stored> one : stored) {
      sequences.add(one.get(30, TimeUnit.SECONDS).sequence());
    }
    assertEquals(400, sequences.size());
    eventually("all were consumed", () -> consumed.size() == 400);
    eventually("all were followed", () -> followed.size() >= 400);
    assertEquals(sequences, new HashSet<>(followed));
    assertEquals(400, followed.size());
  }

  /** Longer than the client's own consumers look after themselves. */
  @Test
  void streamsAreReadOnAfterAnOutageOfSeconds() throws Exception {
    Queue<Long> followed = new ConcurrentLinkedQueue<>();
    Set<String> consumed = ConcurrentHashMap.newKeySet();
    Map<String, String> settings =
        Map.of(
            "url", server.url(),
            "reconnect-delay", "20ms",
            "max-reconnect-delay", "100ms",
            "pending-timeout", "6s");
    try (TestComponentContext own = TestComponentContext.live("transport.nats.", settings);
        Transport patient = new NatsTransportProvider().create(own)) {
      done(patient.connect());
      Transport.Following following =
          patient.follow("work.>", 0, entry -> followed.add(entry.sequence()));
      patient.consume(
          new DurableConsumer("patient", "work.>", Duration.ofSeconds(2), 20, List.of(), 100),
          delivery -> {
            consumed.add(text(delivery.message()));
            CompletionStage<Void> unused = delivery.ack();
          });
      List<CompletableFuture<Stored>> stored = new ArrayList<>();
      publish(stored, 0, 10);
      eventually("the first are followed", () -> followed.size() == 10 && following.isCurrent());
      server.kill();
      eventually("the loss is noticed", () -> patient.state() == State.RECONNECTING);
      assertFalse(following.isCurrent());
      CompletionStage<Stored> late = patient.publishAcknowledged(Message.of("work.x", bytes("x")));
      ExecutionException expired =
          assertThrows(
              ExecutionException.class, () -> late.toCompletableFuture().get(30, TimeUnit.SECONDS));
      assertTrue(expired.getCause().getMessage().contains("pending-timeout"));
      server.restart();
      eventually("connected again", () -> bus.state() == State.CONNECTED);
      publish(stored, 10, 20);
      eventually("all are followed", () -> followed.size() == 20 && following.isCurrent());
      eventually("all are consumed", () -> consumed.size() == 20);
    }
  }

  /** The client gives its connection up when a login is refused twice; another takes its place. */
  @Test
  void everythingGoesOnWithAnotherConnectionAfterLoginsWereRefused() throws Exception {
    Queue<Long> followed = new ConcurrentLinkedQueue<>();
    Set<String> consumed = ConcurrentHashMap.newKeySet();
    Queue<String> served = new ConcurrentLinkedQueue<>();
    bus.follow("work.>", 0, entry -> followed.add(entry.sequence()));
    bus.serve("hello", "g", message -> served.add(text(message)));
    bus.consume(
        new DurableConsumer("refused", "work.>", Duration.ofSeconds(2), 20, List.of(), 100),
        delivery -> {
          consumed.add(text(delivery.message()));
          CompletionStage<Void> unused = delivery.ack();
        });
    List<CompletableFuture<Stored>> stored = new ArrayList<>();
    publish(stored, 0, 10);
    eventually("the first are there", () -> followed.size() == 10 && consumed.size() == 10);
    Path settings = server.folder().resolve("server.conf");
    String open = Files.readString(settings);

    Files.writeString(settings, open + "authorization { token: secret }\n");
    server.restart();
    eventually(
        "logins are refused", () -> serverLog().split("authentication error", -1).length > 4);
    Files.writeString(settings, open);
    server.restart();

    eventually("connected again", () -> bus.state() == State.CONNECTED);
    publish(stored, 10, 20);
    for (CompletableFuture<Stored> one : stored) {
      one.get(30, TimeUnit.SECONDS);
    }
    eventually("all are followed", () -> followed.size() == 20);
    eventually("all are consumed", () -> consumed.size() == 20);
    eventually(
        "hello is heard",
        () -> {
          CompletionStage<Void> unused = bus.publish(Message.of("hello", bytes("again")));
          return !served.isEmpty();
        });
  }

  private String serverLog() {
    try {
      return Files.readString(server.folder().resolve("server.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aServedSubjectIsServedAgainAfterARestart() throws Exception {
    bus.serve(
        "echo",
        "g",
        request -> {
          CompletionStage<Void> unused =
              bus.publish(Message.of(request.replyTo().orElseThrow(), request.payload()));
        });
    server.restart();
    eventually("connected again", () -> bus.state() == State.CONNECTED);
    Message reply = done(bus.request(Message.of("echo", bytes("x")), Duration.ofSeconds(10)));
    assertEquals("x", text(reply));
  }

  @Test
  void drainingHandsOverWhatWasPulledInsteadOfHavingItDeliveredAgain() throws Exception {
    List<CompletableFuture<Stored>> stored = new ArrayList<>();
    publish(stored, 0, 500);
    for (CompletableFuture<Stored> one : stored) {
      one.get(30, TimeUnit.SECONDS);
    }
    DurableConsumer consumer =
        new DurableConsumer("drained", "work.>", Duration.ofMinutes(5), 20, List.of(), 200);
    Set<String> before = ConcurrentHashMap.newKeySet();
    CompletableFuture<Void> drained = new CompletableFuture<>();
    bus.consume(
        consumer,
        delivery -> {
          if (before.add(text(delivery.message())) && before.size() == 10) {
            bus.drain(Duration.ofSeconds(20)).thenAccept(drained::complete);
          }
          CompletionStage<Void> unused = delivery.ack();
        });
    drained.get(30, TimeUnit.SECONDS);
    try (Transport second = new NatsTransportProvider().create(context)) {
      done(second.connect());
      Queue<Integer> counts = new ConcurrentLinkedQueue<>();
      second.consume(
          consumer,
          delivery -> {
            counts.add(delivery.deliveryCount());
            CompletionStage<Void> unused = delivery.ack();
          });
      // What the first one had would come after ackWait only: five minutes.
      eventually("the rest came", () -> before.size() + counts.size() == 500);
      assertEquals(Set.of(1), new HashSet<>(counts));
    }
  }

  private void publish(List<CompletableFuture<Stored>> stored, int from, int to) {
    for (int i = from; i < to; i++) {
      Message message =
          Message.of("work." + i % 7, bytes("m" + i), Map.of(Message.MESSAGE_ID, "id-" + i));
      stored.add(bus.publishAcknowledged(message).toCompletableFuture());
    }
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }
}
