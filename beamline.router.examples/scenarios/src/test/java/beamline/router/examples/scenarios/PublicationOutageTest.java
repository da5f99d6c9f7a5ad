package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The server is away while a node goes on publishing a thousand messages a second. */
class PublicationOutageTest {
  private static final String SUBJECT = "outage.x";
  private static final int BURST = 10;
  private static final int BURST_MILLIS = 10;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicLong waited = new AtomicLong();
  private final Queue<String> stored = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Queue<String> expired = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> otherwise = new ConcurrentLinkedQueue<>();

  @Test
  void everyPublicationIsStoredOrFailsByNameAndNoneIsBothQueuedAndRefused() throws Exception {
    int seconds = Integer.getInteger("scenarios.outage.seconds", 3);
    Progress progress = new Progress("publications around an outage");
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    try (NatsServer server = NatsServer.start();
        NatsBus bus = NatsBus.on(server.url(), server.url());
        TestComponentContext context =
            TestComponentContext.live("transport.nats.", settings(server.url(), seconds));
        Transport transport = nats().create(context)) {
      transport.connect().toCompletableFuture().join();
      declare(transport);
      ScheduledFuture<?> publishing =
          clock.scheduleAtFixedRate(
              () -> publish(transport, progress), 0, BURST_MILLIS, TimeUnit.MILLISECONDS);
      Eventually.eventually("the load is on", () -> stored.size() > 500);
      server.kill();
      Eventually.eventually(
          "the loss is noticed", () -> transport.state() != Transport.State.CONNECTED);
      int before = begun.get();
      ScheduledFuture<?> back = clock.schedule(server::restart, seconds, TimeUnit.SECONDS);
      Object unused = back.get();
      waited.set(begun.get() - before);
      int after = stored.size();
      Eventually.eventually("messages are stored again", () -> stored.size() > after + 500);
      publishing.cancel(false);
      Eventually.eventually(this::figures, () -> ended() == begun.get());

      progress.end(begun.get(), figures());
      assertThat(otherwise).isEmpty();
      assertThat(stored.size() + refused.size() + expired.size()).isEqualTo(begun.get());
      assertThat(stored).doesNotHaveDuplicates();
      List<String> found =
          bus.stored(SUBJECT).stream().map(it -> it.headers().get(Message.MESSAGE_ID)).toList();
      assertThat(found).doesNotHaveDuplicates();
      Set<String> ids = new HashSet<>(found);
      assertThat(ids.containsAll(stored)).as("what was confirmed is there").isTrue();
      assertThat(refused).as("what was refused is not there").noneMatch(ids::contains);
    } finally {
      clock.shutdownNow();
    }
  }

  /** Room and patience for two thirds of the outage: some are sent, some refused, some expire. */
  private static Map<String, String> settings(String url, int seconds) {
    return Map.of(
        "url",
        url,
        "reconnect-delay",
        "50ms",
        "max-reconnect-delay",
        "500ms",
        "max-pending-operations",
        String.valueOf(seconds * 1_000 * 2 / 3),
        "pending-timeout",
        String.valueOf(seconds * 1_000 * 2 / 3).concat("ms"));
  }

  private void publish(Transport transport, Progress progress) {
    progress.at(begun.get());
    for (int i = 0; i < BURST; i++) {
      String id = "m-" + begun.incrementAndGet();
      Map<String, String> headers = Map.of(Message.MESSAGE_ID, id);
      CompletionStage<?> unused =
          transport
              .publishAcknowledged(Message.of(SUBJECT, Texts.bytes(id), headers))
              .whenComplete((ack, failure) -> ended(id, failure));
    }
  }

  private void ended(String id, Throwable failure) {
    String why = failure == null ? "" : String.valueOf(failure.getMessage());
    if (failure == null) {
      stored.add(id);
    } else if (why.endsWith("(max-pending-operations)")) {
      refused.add(id);
    } else if (why.endsWith("(pending-timeout)")) {
      expired.add(id);
    } else {
      otherwise.add(failure);
    }
  }

  private int ended() {
    return stored.size() + refused.size() + expired.size() + otherwise.size();
  }

  private String figures() {
    return String.format(
        "%d begun (%d during the outage) = %d stored + %d refused + %d expired + %d otherwise",
        begun.get(), waited.get(), stored.size(), refused.size(), expired.size(), otherwise.size());
  }

  private static void declare(Transport transport) {
    Object unused =
        transport
            .declare(
                new StreamDeclaration(
                    "OUTAGE", List.of("outage.>"), Duration.ofHours(1), Duration.ofMinutes(5)))
            .toCompletableFuture()
            .join();
  }

  private static TransportProvider nats() {
    return ServiceLoader.load(TransportProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("nats"))
        .findFirst()
        .orElseThrow();
  }
}
