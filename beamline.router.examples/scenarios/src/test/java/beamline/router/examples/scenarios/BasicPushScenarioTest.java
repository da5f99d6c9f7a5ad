package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scenario 1 of the guide: a decision is answered, and its assignment published. */
class BasicPushScenarioTest extends Scenario {

  @Test
  void aPushedDecisionIsAnsweredAndItsAssignmentIsStoredOnceAndCounted() {
    Node node = node();

    String reply = bus().request(DECIDE, Texts.pushed("acme", "r-1"));

    assertThat(reply).contains("\"ok\":true", "\"provider_id\":\"gpu\"", "r-1");
    node.eventually("assignments_published_total", 1);
    List<Message> stored = bus().stored(ASSIGN);
    assertThat(stored).hasSize(1);
    String assignment = Texts.text(stored.get(0));
    assertThat(assignment)
        .contains(
            "\"version\":\"1\"",
            "\"request_id\":\"r-1\"",
            "\"tenant_id\":\"acme\"",
            "\"provider_id\":\"gpu\"",
            "\"type\":\"echo\"",
            "\"deadline_ms\":");
    assertThat(stored.get(0).header(Message.MESSAGE_ID))
        .contains(Texts.field(assignment, "assignment_id"));
    assertThat(
            node.sample(
                "router_assignment_published_total{subject=\"" + ASSIGN + "\",tenant_id=\"acme\"}"))
        .isEqualTo(1);
    assertThat(
            node.sample("router_intake_messages_total{status=\"ok\",subject=\"" + DECIDE + "\"}"))
        .isEqualTo(1);
    assertThat(node.sample("caf_push_assignment_enabled")).isEqualTo(1);
    assertThat(node.total("assignments_failed_total")).isZero();
    assertThat(node.total("assignments_skipped_total")).isZero();
  }

  @Test
  void aWorkersResultIsMeteredOnceAndClosesTheAssignment() {
    Node node = node();
    try (WorkerPeer worker = WorkerPeer.reliable(bus(), "worker-1")) {
      assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-2"))).contains("\"ok\":true");

      node.eventually("router_usage_emitted_total", 1);
      assertThat(worker.accepted()).hasSize(1);
    }
    assertThat(bus().stored(Texts.USAGE)).hasSize(1);
    assertThat(Texts.text(bus().stored(Texts.USAGE).get(0)))
        .contains("\"tenant_id\":\"acme\"", "\"provider_id\":\"gpu\"", "\"status\":\"success\"");
    assertThat(
            node.sample(
                "router_results_total{job_type=\"echo\",provider_id=\"gpu\",status=\"success\","
                    + "tenant_id=\"acme\"}"))
        .isEqualTo(1);
    node.eventually("router_assignments_open", 0);
  }
}
