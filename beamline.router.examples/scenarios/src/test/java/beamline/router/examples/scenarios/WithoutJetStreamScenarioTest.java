package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.Health;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node with {@code jetstream.enabled = false}: it decides, and assigns nothing. */
class WithoutJetStreamScenarioTest {

  @Test
  void aNodeWithoutJetStreamDecidesAndRefusesToAssignByName() throws Exception {
    try (NatsBus bus = NatsBus.start();
        Node node = Node.start(bus, "nats.jetstream.enabled", "false")) {
      assertThat(bus.request(Texts.DECIDE, Texts.request("acme", "r-1")))
          .contains("\"ok\":true", "\"provider_id\":\"gpu\"");

      String refusal = bus.request(Texts.DECIDE, Texts.pushed("acme", "r-2"));

      assertThat(refusal).contains("\"ok\":false", "transport.nats.jetstream.enabled");
      assertThat(bus.request(Texts.DECIDE, "{")).contains("\"ok\":false");
      assertThat(node.total("router_dlq_total")).isZero();
      assertThat(node.total("router_intake_dlq_publish_failed_total")).isZero();
      assertThat(node.router().health().status()).isEqualTo(Health.Status.UP);
      List<String> streams = bus.peers().jetStreamManagement().getStreamNames();
      assertThat(streams).isEmpty();
    }
  }
}
