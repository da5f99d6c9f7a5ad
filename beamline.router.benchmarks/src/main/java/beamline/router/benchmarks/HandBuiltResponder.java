package beamline.router.benchmarks;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a good engineer would put on NATS without us: the request read into a tree, {@link
 * HandBuiltRouter} asked, the reply written from a tree. It takes one shape of requests, and does
 * not check more of it than it needs.
 */
final class HandBuiltResponder {
  private static final JsonMapper JSON = new JsonMapper();

  private final Connection connection;
  private final HandBuiltRouter router =
      new HandBuiltRouter(
          new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
          Long.MAX_VALUE / 1_000_000_000_000L,
          new double[] {1, 5, 10, 50, 100});

  HandBuiltResponder(Connection connection) {
    this.connection = connection;
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("one", 50);
    weights.put("two", 30);
    weights.put("three", 20);
    router.add("acme", weights);
  }

  void answer(Message message) {
    JsonNode request = JSON.readTree(message.getData());
    String requestId = request.path("request_id").asString("");
    JsonNode task = request.path("message");
    ObjectNode reply = JSON.createObjectNode();
    if (task.path("message_type").isString()) {
      decide(reply, request.path("tenant_id").asString(""), requestId);
    } else {
      reply.put("ok", false).putObject("error").put("code", "invalid_request");
    }
    reply.putObject("context").put("request_id", requestId);
    connection.publish(message.getReplyTo(), JSON.writeValueAsBytes(reply));
  }

  private void decide(ObjectNode reply, String tenant, String requestId) {
    HandBuiltRouter.Choice choice = router.decide(tenant, requestId);
    if (choice.provider() == null) {
      reply.put("ok", false).putObject("error").put("code", "limit_exceeded");
      return;
    }
    reply
        .put("ok", true)
        .putObject("decision")
        .put("provider_id", choice.provider())
        .put("reason", String.valueOf(choice.reason()))
        .put("priority", 50)
        .put("expected_latency_ms", 500)
        .put("expected_cost", 0.01)
        .put("policy_id", "default")
        .put("fallback_used", false);
  }
}
