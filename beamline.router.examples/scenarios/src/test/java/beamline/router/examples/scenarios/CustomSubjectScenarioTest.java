package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scenario 5 of the guide: the request says where its assignment goes. */
class CustomSubjectScenarioTest extends Scenario {
  private static final String CUSTOM = "caf.exec.assign.v1.custom";

  @Test
  void theAssignmentGoesToTheSubjectOfTheRequest() {
    Node node = node();

    assertThat(bus().request(DECIDE, pushedTo(CUSTOM))).contains("\"ok\":true");

    node.eventually("assignments_published_total", 1);
    assertThat(
            node.sample(
                "router_assignment_published_total{subject=\"" + CUSTOM + "\",tenant_id=\"acme\"}"))
        .isEqualTo(1);
    assertThat(bus().stored(CUSTOM)).hasSize(1);
    assertThat(bus().stored(ASSIGN)).isEmpty();
  }

  @Test
  void aSubjectOutsideTheAllowedPrefixesIsRefused() {
    Node node = node();

    String reply = bus().request(DECIDE, pushedTo("beamline.usage.v1.metered"));

    assertThat(reply).contains("\"ok\":false", "\"code\":\"invalid_request\"");
    node.eventually("router_intake_validation_errors_total", 1);
    assertThat(node.total("assignments_published_total")).isZero();
    assertThat(bus().stored(Texts.USAGE)).isEmpty();
  }

  private static String pushedTo(String subject) {
    return Texts.request(
        "acme", "r-1", "\"push_assignment\":true", "\"assignment_subject\":\"" + subject + "\"");
  }
}
