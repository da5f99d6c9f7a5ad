package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is killed, and whenever: one usage event for each result, none lost, none twice. */
class NodeKillTest {
  private static final int PER_SECOND = 500;

  // A node that starts reads all that is stored. If everything went on at full pace meanwhile, each
  // would have more to read than the one before, out of all bounds.
  private static final int MOST_OPEN = 200;

  // What was under way when something was killed is delivered again soon.
  private static final String[] SOON = {
    "consumer.ack-wait", "2s", "consumer.backoff", "1s,2s,2s", "consumer.max-deliver", "20"
  };

  @Test
  void everyResultIsMeteredOnceHoweverOftenTheNodeIsKilled() throws Exception {
    int kills = Integer.getInteger("scenarios.node.kills", 3);
    Random random = new Random(1);
    Progress progress = new Progress("kills of the node");
    try (NatsBus bus = NatsBus.start()) {
      NodeProcess node = NodeProcess.start(bus.server().url(), SOON);
      try (LoadOnStreams load = new LoadOnStreams(bus, PER_SECOND, MOST_OPEN)) {
        for (int i = 0; i < kills; i++) {
          load.progress(20 + random.nextInt(150));
          progress.at(i, load.worked() + " results");
          node.kill();
          node = NodeProcess.start(bus.server().url(), SOON);
        }
        load.progress(100);
        Balance balance = load.balance();
        progress.end(kills, balance.toString());
        balance.check();
      } finally {
        node.close();
      }
    }
  }

  @Test
  void everyResultIsMeteredOnceHoweverOftenTheServerIsKilled() throws Exception {
    int kills = Integer.getInteger("scenarios.server.kills", 3);
    Random random = new Random(2);
    Progress progress = new Progress("kills of the server");
    try (NatsBus bus = NatsBus.start();
        NodeProcess node = NodeProcess.start(bus.server().url(), SOON);
        LoadOnStreams load = new LoadOnStreams(bus, PER_SECOND)) {
      assertThat(node).isNotNull();
      for (int i = 0; i < kills; i++) {
        load.progress(50 + random.nextInt(300));
        progress.at(i, load.worked() + " results");
        bus.server().kill();
        bus.server().restart();
      }
      load.progress(100);
      Balance balance = load.balance();
      progress.end(kills, balance.toString());
      balance.check();
    }
  }
}
