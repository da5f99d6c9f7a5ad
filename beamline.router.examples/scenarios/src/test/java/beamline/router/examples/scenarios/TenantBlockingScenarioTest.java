package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.TenantList;
import org.junit.jupiter.api.Test;

/** Scenario 3 of the guide: only some tenants' assignments are published. */
class TenantBlockingScenarioTest extends Scenario {

  @Test
  void aTenantThatIsNotOnTheListIsAnsweredButNotAssigned() {
    Node node = node("caf_push_assignment_allowed_tenants", "[\"tenant-a\", \"tenant-b\"]");

    assertThat(bus().request(DECIDE, Texts.pushed("tenant-c", "r-1"))).contains("\"ok\":true");
    assertThat(bus().request(DECIDE, Texts.pushed("tenant-a", "r-2"))).contains("\"ok\":true");

    node.eventually("assignments_published_total", 1);
    node.eventually("assignments_blocked_total", 1);
    assertThat(node.sample("assignments_blocked_total{tenant_id=\"tenant-c\"}")).isEqualTo(1);
    assertThat(
            node.sample(
                "router_assignment_blocked_total"
                    + "{reason=\"tenant_not_allowed\",tenant_id=\"tenant-c\"}"))
        .isEqualTo(1);
    assertThat(Texts.fields(bus().stored(ASSIGN), "tenant_id")).containsExactly("tenant-a");
  }

  @Test
  void aTenantCanBeBlockedAndLetGoWithoutARestart() {
    Node node = node();
    node.router().controls().pushTenants(TenantList.only("tenant-a"));
    assertThat(bus().request(DECIDE, Texts.pushed("tenant-b", "r-1"))).contains("\"ok\":true");
    node.eventually("assignments_blocked_total", 1);

    node.router().controls().pushTenants(TenantList.all());
    assertThat(bus().request(DECIDE, Texts.pushed("tenant-b", "r-2"))).contains("\"ok\":true");
    node.eventually("assignments_published_total", 1);
    assertThat(Texts.fields(bus().stored(ASSIGN), "request_id")).containsExactly("r-2");
  }
}
