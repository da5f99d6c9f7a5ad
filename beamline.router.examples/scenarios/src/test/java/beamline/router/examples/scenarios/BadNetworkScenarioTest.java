package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.Eventually;
import beamline.router.testkit.server.FaultProxy;
import beamline.router.testkit.server.FaultSchedule;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The network between a node and the server is slow, silent, cut, while the load goes on. */
class BadNetworkScenarioTest {
  private static final int PER_SECOND = 100;
  private static final int STEPS = Integer.getInteger("scenarios.faults.steps", 8);
  private static final int LONGEST = Integer.getInteger("scenarios.faults.longest", 700);
  private static final long SEED = Long.getLong("scenarios.faults.seed", 0);

  // What goes wrong is noticed soon, and what was under way is delivered again soon.
  private static final String[] SOON = {
    "nats.ping-interval", "250ms",
    "nats.connect-timeout", "1s",
    "nats.reconnect-delay", "50ms",
    "nats.max-reconnect-delay", "500ms",
    "consumer.ack-wait", "2s",
    "consumer.backoff", "1s,2s,2s",
    "consumer.max-deliver", "50"
  };

  /** With {@code -Dscenarios.faults.seed} the same faults come again; 0 draws a seed. */
  @Test
  void everyResultIsMeteredOnceWhateverTheNetworkDoes() throws Exception {
    long seed = SEED == 0 ? new Random().nextLong() : SEED;
    FaultSchedule faults = FaultSchedule.random(seed, STEPS, Duration.ofMillis(LONGEST));
    try {
      run(faults);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("with scenarios.faults.seed=" + seed + ": " + faults, e);
    }
  }

  private static void run(FaultSchedule faults) throws Exception {
    Progress progress = new Progress("bad network from seed " + faults.seed());
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    try (NatsServer server = NatsServer.start();
        FaultProxy proxy = FaultProxy.before(server.port());
        NatsBus bus = NatsBus.on(server.url(), "nats://127.0.0.1:" + proxy.port());
        Node node = Node.start(bus, SOON);
        LoadOnStreams load = new LoadOnStreams(bus, PER_SECOND)) {
      load.progress(50);
      ScheduledFuture<?> unused =
          clock.scheduleAtFixedRate(() -> progress.at(load.worked()), 1, 1, TimeUnit.SECONDS);
      faults.play(proxy, clock).toCompletableFuture().join();
      load.progress(50);

      Balance balance = load.balance();
      progress.end(load.worked(), balance.toString());
      balance.check();
      assertThat(node.total("router_nats_connection_lost_total")).isPositive();
      Eventually.eventually(
          "every decision's assignment is stored or has failed by name",
          () ->
              node.total("assignments_published_total") + node.total("assignments_failed_total")
                  == node.total("router_policy_decisions_total"));
      node.eventually("router_nats_pending_operations_count", 0);
      assertThat(node.total("router_policy_decisions_total"))
          .isGreaterThanOrEqualTo((double) balance.answered());
      assertThat((double) balance.assignments().size())
          .isGreaterThanOrEqualTo(node.total("assignments_published_total"));
    } finally {
      clock.shutdownNow();
    }
  }
}
