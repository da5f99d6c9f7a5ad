package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is killed, and whenever: one usage event for each result, none lost, none twice. */
class NodeKillTest {

  @Test
  void everyResultIsMeteredOnceHoweverOftenTheNodeIsKilled() throws Exception {
    int kills = Integer.getInteger("scenarios.node.kills", 3);
    Random random = new Random(1);
    try (NatsBus bus = NatsBus.start()) {
      NodeProcess node = NodeProcess.start(bus.server().url());
      try (LoadOnStreams load = new LoadOnStreams(bus)) {
        for (int i = 0; i < kills; i++) {
          load.progress(50 + random.nextInt(300));
          node.kill();
          node = NodeProcess.start(bus.server().url());
        }
        load.progress(100);
        checkBalance(load.balance());
      } finally {
        node.close();
      }
    }
  }

  private static void checkBalance(LoadOnStreams.Balance balance) {
    assertThat(balance.usage()).doesNotHaveDuplicates();
    assertThat(balance.usage())
        .containsExactlyInAnyOrderElementsOf(balance.results().stream().distinct().toList());
    assertThat(balance.assignments()).doesNotHaveDuplicates();
  }
}
