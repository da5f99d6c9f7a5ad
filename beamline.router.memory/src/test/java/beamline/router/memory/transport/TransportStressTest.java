package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Eight publishers and four members at once: nothing is lost, and nothing is done twice. */
final class TransportStressTest {
  private static final int PUBLISHERS = 8;
  private static final int MEMBERS = 4;
  private static final int EACH = 2_500;
  private static final int ALL = PUBLISHERS * EACH;

  private final RealTime host = new RealTime();
  private final Transport transport = host.transport();

  @BeforeEach
  void connect() {
    transport.connect().toCompletableFuture().join();
  }

  @AfterEach
  void stop() {
    transport.close();
    host.close();
  }

  @Test
  void aDurableDoesEachMessageOnceWhateverItsMembersRefuse() throws InterruptedException {
    Map<Long, AtomicInteger> deliveries = new ConcurrentHashMap<>();
    Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
    Map<String, String> wrongCounts = new ConcurrentHashMap<>();
    DurableConsumer consumer =
        new DurableConsumer("d", "work.*", Duration.ofMinutes(5), 1_000, List.of(), 64);
    for (int member = 0; member < MEMBERS; member++) {
      transport.consume(
          consumer,
          delivery -> {
            int times =
                deliveries
                    .computeIfAbsent(delivery.sequence(), s -> new AtomicInteger())
                    .incrementAndGet();
            if (times != delivery.deliveryCount()) {
              wrongCounts.put(text(delivery), times + " is not " + delivery.deliveryCount());
            }
            answer(delivery, done);
          });
    }
    publishFromEverywhere(
        (publisher, i) -> {
          String id = publisher + "-" + i;
          transport.publishAcknowledged(
              Message.of("work." + publisher, bytes(id), Map.of(Message.MESSAGE_ID, id)));
        });
    await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == ALL);
    assertThat(done.values()).allMatch(times -> times.get() == 1);
    assertThat(deliveries).hasSize(ALL);
    assertThat(wrongCounts).isEmpty();
  }

  @Test
  void aQueueGroupTakesEachMessageOnceAndEachPublisherInOrder() throws InterruptedException {
    Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
    Map<String, String> disorder = new ConcurrentHashMap<>();
    for (int member = 0; member < MEMBERS; member++) {
      Map<String, Integer> last = new ConcurrentHashMap<>();
      transport.serve(
          "work.*",
          "g",
          message -> {
            String text = new String(message.payload(), StandardCharsets.UTF_8);
            int number = Integer.parseInt(text.substring(text.indexOf('-') + 1));
            Integer before = last.put(message.subject(), number);
            if (before != null && before >= number) {
              disorder.put(text, "after " + before);
            }
            done.computeIfAbsent(text, t -> new AtomicInteger()).incrementAndGet();
          });
    }
    publishFromEverywhere(
        (publisher, i) ->
            transport.publish(Message.of("work." + publisher, bytes(publisher + "-" + i))));
    await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == ALL);
    assertThat(done.values()).allMatch(times -> times.get() == 1);
    assertThat(disorder).isEmpty();
    assertThat(host.dropped).isEmpty();
  }

  @Test
  void membersThatComeAndGoLoseNothing() throws InterruptedException {
    Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
    DurableConsumer consumer =
        new DurableConsumer("d", "work.*", Duration.ofMinutes(5), 1_000, List.of(), 64);
    transport.consume(consumer, delivery -> answer(delivery, done));
    Thread comings =
        new Thread(
            () -> {
              while (done.size() < ALL) {
                Transport.Subscription member =
                    transport.consume(consumer, delivery -> answer(delivery, done));
                Thread.onSpinWait();
                member.close();
              }
            });
    comings.start();
    publishFromEverywhere(
        (publisher, i) ->
            transport.publish(Message.of("work." + publisher, bytes(publisher + "-" + i))));
    comings.join();
    assertThat(done).hasSize(ALL);
    assertThat(done.values()).allMatch(times -> times.get() == 1);
  }

  private static void answer(Delivery delivery, Map<String, AtomicInteger> done) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (random.nextInt(4) == 0) {
      delivery.nak(random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt(3)));
    } else {
      done.computeIfAbsent(text(delivery), t -> new AtomicInteger()).incrementAndGet();
      delivery.ack();
    }
  }

  private static void publishFromEverywhere(Publication publication) throws InterruptedException {
    List<Thread> publishers =
        IntStream.range(0, PUBLISHERS)
            .mapToObj(
                publisher ->
                    new Thread(
                        () -> {
                          for (int i = 0; i < EACH; i++) {
                            publication.publish(publisher, i);
                          }
                        }))
            .toList();
    publishers.forEach(Thread::start);
    for (Thread publisher : publishers) {
      publisher.join();
    }
  }

  private static String text(Delivery delivery) {
    return new String(delivery.message().payload(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private interface Publication {
    void publish(int publisher, int i);
  }
}
