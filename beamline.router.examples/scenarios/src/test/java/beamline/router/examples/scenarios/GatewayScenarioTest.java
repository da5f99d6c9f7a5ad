package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published gateway, byte for byte, in front of a router on a real server. */
class GatewayScenarioTest {
  private static NatsBus bus;
  private static Node node;
  private static GatewayPeer gateway;

  @BeforeAll
  static void start() {
    bus = NatsBus.start();
    node = Node.start(bus);
    gateway = new GatewayPeer(bus.server().port());
  }

  @AfterAll
  static void end() {
    node.close();
    bus.close();
  }

  /** Every shape of request that the gateway was seen to send. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f\",\"message\":{}}",
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"\",\"message\":{}}",
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"trace_id\":\"anything\",\"run_id\":\"01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"message\":{\"metadata\":{\"user_id\":\"u-42\"}},\"policy_id\":\"default\",\"context\":{\"session_id\":\"s1\",\"user_id\":\"u1\"}}",
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{\"message_id\":\"m-1\",\"message_type\":\"chat\",\"payload\":{\"text\":\"hello\",\"n\":1.5,\"big\":12345678901234567,\"u\":\"é\"},\"metadata\":{\"a\":\"b\"}},\"policy_id\":\"default\"}"
      })
  void everyShapeOfTheGatewayIsDecided(String request) throws IOException {
    GatewayAnswer answer = gateway.post(DECIDE, request);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{").contains("\"ok\":true", "\"provider_id\":\"gpu\"");
  }

  @Test
  void aRefusalReachesTheClientOfHttpAsOne() throws IOException {
    String unknownPolicy =
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{},"
            + "\"policy_id\":\"missing\"}";
    String badVersion =
        "{\"version\":\"9\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{}}";

    assertThat(gateway.post(DECIDE, unknownPolicy).status()).isEqualTo(404);
    assertThat(gateway.post(DECIDE, badVersion).status()).isEqualTo(400);
    for (String invalid : List.of("not json", "[1]", "", "{}", "{\"version\":1}")) {
      GatewayAnswer answer = gateway.post(DECIDE, invalid);
      assertThat(answer.status()).as(invalid + " gave " + answer.body()).isEqualTo(400);
      // A text here makes the gateway read memory that it has freed.
      assertThat(answer.body())
          .doesNotContainPattern("\"error\":\\{[^{}]*\"intake_error_code\":\"");
    }
  }

  @Test
  void oneThousandRequestsOneByOneAreAllAnsweredByTheirOwnReply() throws IOException {
    Set<String> answered = new HashSet<>();
    int requests = Integer.getInteger("scenarios.sequential", 1000);
    for (int i = 0; i < requests; i++) {
      String id = "seq-" + i;
      GatewayAnswer answer =
          gateway.post(
              DECIDE,
              "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\""
                  + id
                  + "\",\"message\":{}}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\"request_id\":\"" + id + "\"");
      answered.add(id);
    }
    assertThat(answered).hasSize(requests);
  }
}
