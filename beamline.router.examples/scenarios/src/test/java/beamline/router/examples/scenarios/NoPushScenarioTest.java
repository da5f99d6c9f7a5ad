package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scenario 2 of the guide: nobody asked for an assignment. */
class NoPushScenarioTest extends Scenario {

  @Test
  void aDecisionWithoutPushIsAnsweredAndCountedAsSkipped() {
    Node node = node();

    assertThat(bus().request(DECIDE, Texts.request("acme", "r-1", "\"push_assignment\":false")))
        .contains("\"ok\":true");
    assertThat(bus().request(DECIDE, Texts.request("acme", "r-2"))).contains("\"ok\":true");

    node.eventually("assignments_skipped_total", 2);
    assertThat(node.sample("router_assignment_skipped_total{reason=\"not_requested\"}"))
        .isEqualTo(2);
    assertThat(node.total("assignments_published_total")).isZero();
    assertThat(bus().stored(ASSIGN)).isEmpty();
  }
}
