package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scenario 4 of the guide: no stream takes the assignment. */
class PublicationFailureScenarioTest extends Scenario {

  @Test
  void theDecisionIsAnsweredThePublicationRepeatedAndThenGivenUp() {
    Node node = node("caf_max_retries", "3", "caf_retry_base_ms", "100");
    bus().refuseAssignments();

    assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-1"))).contains("\"ok\":true");

    node.eventually("assignments_failed_total", 1);
    assertThat(node.sample("assignments_retry_total")).isEqualTo(3);
    assertThat(node.total("router_assignment_retry_total")).isEqualTo(3);
    assertThat(node.total("router_assignment_publish_failures_total")).isEqualTo(1);
    assertThat(node.total("router_retry_exhausted_total")).isEqualTo(1);
    assertThat(node.total("router_degraded_mode_active_total")).isEqualTo(1);
    assertThat(node.total("assignments_published_total")).isZero();
  }

  @Test
  void theRouterGoesOnDecidingWhileNothingCanBePublished() {
    Node node = node("caf_max_retries", "1", "caf_retry_base_ms", "1");
    bus().refuseAssignments();

    for (int i = 0; i < 20; i++) {
      assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-" + i))).contains("\"ok\":true");
    }

    node.eventually("assignments_failed_total", 20);
    assertThat(node.sample("assignments_retry_total")).isEqualTo(20);
  }
}
