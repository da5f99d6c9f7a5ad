package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The server is away while a thousand requests a second go on. */
class OutageScenarioTest {
  private static final int PER_SECOND = 1_000;

  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failedByName = new AtomicLong();

  @Test
  void everyRequestIsAnsweredOrFailsByNameAndEveryAssignmentIsAccountedFor() throws Exception {
    int seconds = Integer.getInteger("scenarios.outage.seconds", 3);
    Progress progress = new Progress("requests around an outage");
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    try (NatsBus bus = NatsBus.start();
        Node node = Node.start(bus)) {
      ScheduledFuture<?> asking =
          clock.scheduleAtFixedRate(() -> ask(bus, progress), 0, 5, TimeUnit.MILLISECONDS);
      Eventually.eventually("the load is on", () -> answered.get() > PER_SECOND / 2);
      bus.server().kill();
      ScheduledFuture<?> back =
          clock.schedule(() -> bus.server().restart(), seconds, TimeUnit.SECONDS);
      Object unused = back.get();
      long before = answered.get();
      Eventually.eventually("requests are answered again", () -> answered.get() > before + 500);
      asking.cancel(false);
      Eventually.eventually(
          "all are accounted for", () -> answered.get() + failedByName.get() == asked.get());

      long decided = (long) node.total("router_policy_decisions_total");
      Eventually.eventually(
          "every decision's assignment is stored or has failed by name",
          () ->
              node.total("assignments_published_total") + node.total("assignments_failed_total")
                  == node.total("router_policy_decisions_total"));
      assertThat(decided).isGreaterThanOrEqualTo(answered.get());
      node.eventually("router_nats_pending_operations_count", 0);
      progress.end(asked.get(), figures(node));
      List<String> stored = Texts.fields(bus.stored(ASSIGN), "assignment_id");
      assertThat(stored).doesNotHaveDuplicates();
      // One that failed because its confirmation was lost may be there all the same.
      assertThat((double) stored.size())
          .isGreaterThanOrEqualTo(node.total("assignments_published_total"));
      assertThat(node.sample("router_nats_connection_status")).isEqualTo(1);
      assertThat(node.total("router_nats_connection_lost_total")).isEqualTo(1);
      assertThat(node.total("router_nats_connection_restored_total")).isEqualTo(1);
    } finally {
      clock.shutdownNow();
    }
  }

  private String figures(Node node) {
    return "%d answered + %d failed; of %.0f decided %.0f assignments stored + %.0f failed by name"
        .formatted(
            answered.get(),
            failedByName.get(),
            node.total("router_policy_decisions_total"),
            node.total("assignments_published_total"),
            node.total("assignments_failed_total"));
  }

  private void ask(NatsBus bus, Progress progress) {
    progress.at(asked.get());
    for (int i = 0; i < PER_SECOND / 200; i++) {
      byte[] request = Texts.bytes(Texts.pushed("acme", "r-" + asked.incrementAndGet()));
      try {
        CompletableFuture<io.nats.client.Message> unused =
            bus.peers()
                .requestWithTimeout(DECIDE, request, Duration.ofSeconds(2))
                .whenComplete((reply, failure) -> count(failure == null));
      } catch (IllegalStateException e) {
        count(false); // the client's own buffer is full
      }
    }
  }

  private void count(boolean wasAnswered) {
    (wasAnswered ? answered : failedByName).incrementAndGet();
  }
}
