package beamline.router.examples.scenarios;

import beamline.router.api.RouterException;
import beamline.router.micrometer.MicrometerTelemetry;
import beamline.router.micrometer.TransportMetric;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Makes happen what a transport tells of its connection: the server goes, and comes back. */
final class ConnectionEvents {
  private static final Message MESSAGE = Message.of("metrics.a", Texts.bytes("{}"));

  private final NatsServer server;
  private final MicrometerTelemetry telemetry;
  private final Movements movements;

  ConnectionEvents(NatsServer server, MicrometerTelemetry telemetry, Movements movements) {
    this.server = server;
    this.telemetry = telemetry;
    this.movements = movements;
  }

  void happen() {
    Queue<Delivery> held = new ConcurrentLinkedQueue<>();
    try (TestComponentContext context = context("false");
        TestComponentContext openContext = context("true");
        Transport transport = provider().create(context);
        Transport open = provider().create(openContext)) {
      MemoryBus.await(transport.connect());
      MemoryBus.await(open.connect());
      hold(transport, held);
      tooSlow(transport);
      server.kill();
      Eventually.eventually("both miss the server", () -> isAway(transport) && isAway(open));
      whileAway(transport, open);
      server.restart();
      movements.await(
          TransportMetric.RESTORED,
          TransportMetric.OPERATIONS_RESUMED,
          TransportMetric.RECONNECT_ATTEMPTS);
    }
    for (Delivery delivery : held) {
      CompletionStage<Void> unused = held.peek() == delivery ? delivery.ack() : again(delivery);
    }
    movements.await(TransportMetric.values());
  }

  private static CompletionStage<Void> again(Delivery delivery) {
    return delivery.nak(Duration.ofSeconds(1));
  }

  private static boolean isAway(Transport transport) {
    return transport.state() != Transport.State.CONNECTED;
  }

  /** Two deliveries that are answered too late. */
  private static void hold(Transport transport, Queue<Delivery> held) {
    MemoryBus.await(
        transport.declare(
            new StreamDeclaration(
                "METRICS", List.of("metrics.>"), Duration.ofMinutes(5), Duration.ofMinutes(1))));
    Transport.Subscription unused =
        transport.consume(
            new DurableConsumer("metrics", "metrics.>", Duration.ofSeconds(30), 5, List.of(), 10),
            held::add);
    MemoryBus.await(transport.publishAcknowledged(MESSAGE));
    MemoryBus.await(transport.publishAcknowledged(MESSAGE));
    Eventually.eventually("both are delivered", () -> held.size() == 2);
  }

  private void tooSlow(Transport transport) {
    CountDownLatch dropped = new CountDownLatch(1);
    try (Transport.Subscription slow = transport.serve("slow", "", message -> wait(dropped))) {
      Eventually.eventually(
          () -> "messages are dropped by " + slow,
          () -> {
            for (int i = 0; i < 10_000; i++) {
              CompletionStage<Void> unused =
                  transport.publish(Message.of("slow", Texts.bytes("x")));
            }
            return movements.look().contains(TransportMetric.MESSAGES_DROPPED);
          });
    } finally {
      dropped.countDown();
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One message waits, the next finds no room; who fails open loses it; nobody subscribes. */
  private void whileAway(Transport transport, Transport open) {
    List<CompletionStage<?>> unused =
        List.of(
            transport.publish(MESSAGE),
            transport.publishAcknowledged(MESSAGE),
            transport.publish(MESSAGE),
            open.publish(MESSAGE));
    movements.await(
        TransportMetric.OPERATIONS_WAITING,
        TransportMetric.OPERATIONS_DROPPED,
        TransportMetric.PUBLISH_FAILURES,
        TransportMetric.PUBLISH_WITH_ACK_FAILURES,
        TransportMetric.DROPPED_OPEN);
    try {
      transport.serve("too.late", "", message -> {}).close();
    } catch (RouterException e) {
      movements.await(TransportMetric.SUBSCRIBE_FAILURES);
    }
    try (TestComponentContext context = context("false");
        Transport first = provider().create(context)) {
      CompletionStage<Void> unusedToo = first.connect();
      movements.await(
          TransportMetric.CONNECT_FAILURES,
          TransportMetric.RECONNECT_FAILURES,
          TransportMetric.RECONNECTION_EXHAUSTED);
    }
  }

  private TestComponentContext context(String failOpen) {
    return TestComponentContext.builder()
        .prefix("transport.nats.")
        .config("url", server.url())
        .config("reconnect-attempts", "1")
        .config("reconnect-delay", "50ms")
        .config("max-reconnect-delay", "50ms")
        .config("max-pending-operations", "1")
        .config("fail-open", failOpen)
        .live()
        .telemetry(telemetry)
        .build();
  }

  private static TransportProvider provider() {
    return ServiceLoader.load(TransportProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(it -> it.name().equals("nats"))
        .findFirst()
        .orElseThrow();
  }
}
