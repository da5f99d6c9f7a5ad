package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The validation checklist of the guide. */
class ValidationChecklistTest extends Scenario {

  @Test
  void aMissingVersionIsAnInvalidRequest() {
    Node node = node();

    String reply =
        bus()
            .request(
                DECIDE,
                "{\"tenant_id\":\"acme\",\"request_id\":\"r-1\","
                    + "\"task\":{\"type\":\"echo\",\"payload\":{}}}");

    assertThat(reply).contains("\"ok\":false", "\"code\":\"invalid_request\"");
    node.eventually("router_intake_validation_errors_total", 1);
  }

  @Test
  void anUnsupportedVersionIsRefusedWithTheSupportedOnes() {
    Node node = node();

    String reply =
        bus()
            .request(
                DECIDE,
                Texts.pushed("acme", "r-1").replace("\"version\":\"1\"", "\"version\":\"2\""));

    assertThat(reply)
        .contains("\"ok\":false", "\"code\":\"invalid_request\"", "\"supported_versions\":[\"1\"");
    node.eventually("router_schema_version_mismatch_total", 1);
    assertThat(node.total("assignments_published_total")).isZero();
  }

  @Test
  void aSupportedVersionIsDecided() {
    Node node = node();

    assertThat(bus().request(DECIDE, Texts.request("acme", "r-1"))).contains("\"ok\":true");
    assertThat(node.total("router_intake_validation_errors_total")).isZero();
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsParsed() {
    Node node = node("nats_max_payload_size", "2048");

    // Not JSON at all: whoever parsed it first would complain of that.
    String reply = bus().request(DECIDE, "x".repeat(4096));

    assertThat(reply).contains("\"ok\":false", "\"code\":\"invalid_request\"", "2048");
    node.eventually("router_payload_rejected_total", 1);
  }

  @Test
  void theKillSwitchStopsAssignmentsAtOnceAndLetsThemGoAgain() {
    Node node = node();
    node.router().controls().assignmentsEnabled(false);
    assertThat(node.sample("caf_push_assignment_enabled")).isZero();
    assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-1"))).contains("\"ok\":true");
    node.eventually("assignments_skipped_total", 1);
    assertThat(node.sample("router_assignment_skipped_total{reason=\"global_disabled\"}"))
        .isEqualTo(1);

    node.router().controls().assignmentsEnabled(true);
    assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-2"))).contains("\"ok\":true");
    node.eventually("assignments_published_total", 1);
    assertThat(Texts.fields(bus().stored(ASSIGN), "request_id")).containsExactly("r-2");
  }

  @Test
  void theKillSwitchCanBeThrownInTheConfiguration() {
    Node node = node("caf_push_assignment_enabled", "false");

    assertThat(bus().request(DECIDE, Texts.pushed("acme", "r-1"))).contains("\"ok\":true");

    node.eventually("assignments_skipped_total", 1);
    assertThat(node.sample("caf_push_assignment_enabled")).isZero();
    assertThat(bus().stored(ASSIGN)).isEmpty();
  }

  @Test
  void everyCounterOfTheGuideIsThereFromTheStart() {
    Node node = node();

    assertThat(node.text())
        .contains(
            "assignments_published_total 0.0",
            "assignments_failed_total 0.0",
            "assignments_retry_total 0.0",
            "assignments_skipped_total 0.0");
  }
}
