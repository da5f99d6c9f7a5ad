package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.admin.ExtensionControl;
import beamline.router.api.admin.ExtensionDocument;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What an operator is told about extensions. */
class ExtensionQuestionsTest {
  private static final String POLICY =
      "{'providers':['a'],'pre':[{'id':'broken'},{'id':'for_chat','when':{'message_type':'chat'}}],"
          + "'validators':[{'id':'strict','on_fail':'warn'}],'post':[{'id':'stamp'}]}";

  private final Known known =
      new Known()
          .add("broken", request -> CompletableFuture.failedFuture(new IllegalStateException()))
          .add("for_chat", request -> Known.proceed(Map.of()))
          .add("strict", request -> Known.refuse("no"))
          .add("stamp", request -> Known.proceed(Map.of()));

  @Test
  void healthIsOfWhatIsRegisteredAndOfWhatWasCalled() throws IOException {
    try (TestRouter router = new TestRouter(known).policy(POLICY)) {
      router
          .engine()
          .administration()
          .extensions()
          .put(
              ExtensionDocument.of(
                  "idle", "{\"type\":\"pre\",\"enabled\":false,\"version\":\"v3\"}"));
      router.decide();

      JsonNode health = ask(router, AdminQuestion.EXTENSION_HEALTH, "{}").path("health");
      assertThat(health.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("broken", "idle", "stamp", "strict");

      JsonNode idle = health.path("idle");
      assertThat(idle.path("status").asText()).isEqualTo("unknown");
      assertThat(idle.path("success_rate").asDouble()).isZero();
      assertThat(idle.path("last_success_ms").isNull()).isTrue();
      assertThat(idle.path("enabled").asBoolean()).isFalse();
      assertThat(idle.path("version").asText()).isEqualTo("v3");

      JsonNode broken = health.path("broken");
      assertThat(broken.path("status").asText()).isEqualTo("unhealthy");
      assertThat(broken.path("failure_count").asInt()).isEqualTo(1);
      assertThat(broken.path("last_failure_ms").asLong())
          .isEqualTo(broken.path("updated_at_ms").asLong())
          .isPositive();
      assertThat(broken.path("enabled").asBoolean()).isTrue();

      JsonNode strict = health.path("strict");
      assertThat(strict.path("status").asText())
          .as("a validator that says no works as it should")
          .isEqualTo("healthy");
      assertThat(strict.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "extension_id",
              "status",
              "last_success_ms",
              "last_failure_ms",
              "success_count",
              "failure_count",
              "success_rate",
              "avg_latency_ms",
              "p50_latency_ms",
              "p95_latency_ms",
              "p99_latency_ms",
              "last_latency_ms",
              "circuit_breaker_state",
              "circuit_breaker_opened_at_ms",
              "updated_at_ms",
              "enabled",
              "version");

      JsonNode states = ask(router, AdminQuestion.CIRCUIT_BREAKER_STATES, "{}").path("states");
      assertThat(states.path("idle").path("state").asText()).isEqualTo("closed");
      assertThat(states.path("idle").path("opened_at_ms").isNull()).isTrue();
    }
  }

  @Test
  void healthDoesNotCountWhatWasNotCalled() throws IOException {
    String policy =
        "{'providers':['a'],'pre':[{'id':'off'},{'id':'misplaced'},{'id':'nobody_knows'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      ExtensionControl extensions = router.engine().administration().extensions();
      extensions.put(ExtensionDocument.of("off", "{\"type\":\"pre\",\"enabled\":false}"));
      extensions.put(ExtensionDocument.of("misplaced", "{\"type\":\"validator\"}"));
      router.decide();

      JsonNode health = ask(router, AdminQuestion.EXTENSION_HEALTH, "{}").path("health");
      assertThat(health.fieldNames()).toIterable().containsExactly("misplaced", "off");
      assertThat(health.findValuesAsText("failure_count")).containsOnly("0");
    }
  }

  @Test
  void aDryRunListsWhatWouldBeCalledAndWhatIsNotForTheRequest() throws IOException {
    try (TestRouter router = new TestRouter(known).policy(POLICY)) {
      assertThat(dryRun(router, "text"))
          .containsExactly(
              "pre broken not_called",
              "pre for_chat skipped",
              "validator strict not_called",
              "post stamp not_called");
      assertThat(dryRun(router, "chat")).contains("pre for_chat not_called");
      assertThat(known.calls()).isEmpty();
    }
  }

  @Test
  void complexityIsThatOfThePolicyInForce() throws IOException {
    try (TestRouter router = new TestRouter(known).policy(POLICY)) {
      JsonNode complexity =
          ask(
              router,
              AdminQuestion.COMPLEXITY,
              "{\"tenant_id\":\"acme\",\"policy_id\":\"default\"}");
      assertThat(complexity.path("complexity_score").asInt()).isEqualTo(60);
      assertThat(complexity.path("estimated_latency_ms").asInt()).isEqualTo(120);
    }
  }

  private static List<String> dryRun(TestRouter router, String messageType) throws IOException {
    JsonNode reply =
        ask(
            router,
            AdminQuestion.DRY_RUN,
            "{\"tenant_id\":\"acme\",\"policy_id\":\"default\",\"payload\":{\"a\":1},\"message_type\":\""
                + messageType
                + "\"}");
    assertThat(reply.at("/result/final_payload/a").asInt()).isEqualTo(1);
    return StreamSupport.stream(reply.at("/result/executed_extensions").spliterator(), false)
        .map(
            entry ->
                entry.path("type").asText()
                    + " "
                    + entry.path("id").asText()
                    + " "
                    + entry.path("status").asText())
        .toList();
  }

  private static JsonNode ask(TestRouter router, AdminQuestion question, String json)
      throws IOException {
    return new ObjectMapper().readTree(router.engine().administration().ask(question, json));
  }
}
