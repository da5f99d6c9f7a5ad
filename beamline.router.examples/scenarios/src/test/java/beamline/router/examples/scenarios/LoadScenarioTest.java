package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Message;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** The load test of the guide: no timeout, every reply its own, every assignment exactly once. */
class LoadScenarioTest extends Scenario {
  private static final int IN_FLIGHT = 256;
  private static final String[] WIDE_OPEN = {
    // What is measured here is exactness, on a machine of any speed.
    "backpressure.max-latency", "10m", "backpressure.max-pending", "1000000"
  };

  @Test
  void pushedDecisionsOneByOneAreAllAnsweredAndStoredOnce() {
    int requests = Integer.getInteger("scenarios.sequential", 1000);
    Node node = node(WIDE_OPEN);

    for (int i = 0; i < requests; i++) {
      checkReply(i, bus().request(DECIDE, Texts.pushed("acme", id(i))));
    }

    node.eventually("assignments_published_total", requests);
    everyAssignmentIsStoredOnce(requests);
    assertThat(node.total("assignments_failed_total")).isZero();
  }

  @Test
  void pipelinedDecisionsAreAllAnsweredAndStoredOnce() throws InterruptedException {
    int asked = Integer.getInteger("scenarios.pipelined", 20_000);
    int requests = kind == Bus.Kind.MEMORY ? Math.min(asked, 20_000) : asked;
    Node node = node(WIDE_OPEN);
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    Progress progress = new Progress("pipelined decides on " + kind);

    for (int i = 0; i < requests && wrong.isEmpty(); i++) {
      int number = i;
      progress.at(i);
      inFlight.acquire();
      CompletableFuture<Void> unused =
          bus()
              .ask(DECIDE, Texts.pushed("acme", id(i)))
              .thenAccept(reply -> checkReply(number, reply))
              .whenComplete(
                  (nothing, failure) -> {
                    if (failure != null) {
                      wrong.add(failure);
                    }
                    inFlight.release();
                  });
    }
    inFlight.acquire(IN_FLIGHT);
    progress.end(requests, wrong.size() + " wrong");

    assertThat(wrong).isEmpty();
    node.eventually("assignments_published_total", requests);
    everyAssignmentIsStoredOnce(requests);
    assertThat(node.total("assignments_failed_total")).isZero();
  }

  private void everyAssignmentIsStoredOnce(int requests) {
    List<Message> stored = bus().stored(ASSIGN);
    BitSet found = new BitSet(requests);
    for (Message message : stored) {
      found.set(Integer.parseInt(Texts.field(Texts.text(message), "request_id").substring(2)));
    }
    assertThat(stored).hasSize(requests);
    assertThat(found.cardinality()).isEqualTo(requests);
  }

  private static void checkReply(int number, String reply) {
    assertThat(reply).contains("\"ok\":true", "\"request_id\":\"" + id(number) + "\"");
  }

  private static String id(int number) {
    return "r-" + number;
  }
}
