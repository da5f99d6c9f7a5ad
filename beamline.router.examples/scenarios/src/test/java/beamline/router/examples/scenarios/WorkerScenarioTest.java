package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.Eventually;
import org.junit.jupiter.api.Test;

/** The published worker with its habits, behind the router. */
class WorkerScenarioTest extends Scenario {

  @Test
  void twoWorkersThatHearTheSameAssignmentGiveOneResultAndOneDuplicate() {
    Node node = node();
    try (WorkerPeer one = WorkerPeer.reliable(bus(), "worker-1");
        WorkerPeer two = WorkerPeer.reliable(bus(), "worker-2")) {
      assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-1"))).contains("\"ok\":true");
      Eventually.eventually(
          "both accept", () -> one.accepted().size() == 1 && two.accepted().size() == 1);
    }

    node.eventually("router_results_duplicate_total", 1);
    assertThat(node.total("router_results_total")).isEqualTo(1);
    assertThat(bus().stored(Texts.USAGE)).hasSize(1);
  }

  @Test
  void aResultThatIsSentTwiceIsMeteredOnce() {
    Node node = node();
    try (WorkerPeer worker = WorkerPeer.duplicating(bus(), "worker-1")) {
      for (int i = 0; i < 20; i++) {
        assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-" + i))).contains("\"ok\":true");
      }
      node.eventually("router_results_duplicate_total", 20);
      assertThat(worker.accepted()).hasSize(20);
    }

    assertThat(Texts.fields(bus().stored(Texts.USAGE), "request_id"))
        .hasSize(20)
        .doesNotHaveDuplicates();
  }

  @Test
  void anAssignmentThatADeafWorkerSwallowsIsReportedLost() {
    Node node = node("caf_deadline_min_ms", "300", "caf_deadline_max_ms", "300");
    try (WorkerPeer worker = WorkerPeer.deaf(bus(), "worker-1")) {
      assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-1"))).contains("\"ok\":true");
      Eventually.eventually("it accepts", () -> worker.accepted().size() == 1);

      node.eventually("router_assignments_lost_total", 1);
    }
    node.eventually("router_assignments_open", 0);
    assertThat(bus().stored(Texts.USAGE)).isEmpty();
  }

  @Test
  void aResultThatNobodyAskedForIsRefusedAndKept() {
    Node node = node();

    bus()
        .publish(
            Texts.RESULT,
            "{\"version\":\"v1\",\"kind\":\"exec_result\",\"data\":{\"assignment_id\":\"a-1\"}}");
    bus().publish(Texts.RESULT, "not json");

    node.eventually("router_results_validation_failed_total", 2);
    Eventually.eventually("both are kept", () -> bus().stored(Texts.RESULT + ".dlq").size() == 2);
    assertThat(node.total("router_dlq_total")).isEqualTo(2);
    assertThat(bus().stored(Texts.USAGE)).isEmpty();
  }
}
