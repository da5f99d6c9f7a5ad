package beamline.router.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.Health;
import beamline.router.spi.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers ask about a node, on any bus. */
public abstract class AdminRules {
  private static final String ADMIN = "beamline.router.v1.admin.";
  private static final String GET_DECISION = "beamline.router.v1.get_decision";

  @TempDir private Path folder;
  private Bus bus;
  private Node node;
  private Gateway gateway;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    gateway = new Gateway(bus);
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  /** Open to whoever asks. */
  private void node() {
    node("admin.anonymous", "true");
  }

  private void node(String... settings) {
    RouterConfig config = RouterConfig.defaults();
    for (int i = 0; i < settings.length; i += 2) {
      config = config.with(settings[i], settings[i + 1]);
    }
    node = new Node(bus, config);
  }

  private JsonNode ask(String subject, String body) {
    return Gateway.read(gateway.ask(subject, body));
  }

  @Test
  void aDecisionIsFoundByItsMessageAsItWasAnswered() {
    node();
    Message reply =
        gateway.ask(
            Gateway.DECIDE,
            "{'tenant_id':'acme','request_id':'r-1','message':{'message_id':'m-1'}}");

    assertThat(gateway.ask(GET_DECISION, "{'message_id':'m-1'}").payload())
        .isEqualTo(reply.payload());
    assertThat(gateway.ask(GET_DECISION, "{'message_id':'r-1'}").payload())
        .isEqualTo(reply.payload());
    assertThat(
            ask(GET_DECISION, "{'message_id':'m-1','tenant_id':'other'}").at("/ok").asBoolean(true))
        .isFalse();
  }

  @Test
  void anIdOfTwoTenantsTellsNeithersDecisionToWhoDoesNotSayWhose() {
    node();
    node.policy("other", "default", "{'providers':[{'id':'p2','weight':1}]}");
    String request = "{'tenant_id':'%s','request_id':'r','message':{'message_id':'m-1'}}";
    gateway.decide(request.formatted("acme"));
    gateway.decide(request.formatted("other"));

    JsonNode reply = ask(GET_DECISION, "{'message_id':'m-1'}");

    assertThat(reply.at("/ok").asBoolean(true)).isFalse();
    assertThat(reply.at("/error/code").asText()).isEqualTo("invalid_request");
    assertThat(reply.at("/error/message").asText()).contains("tenant_id");
    assertThat(
            ask(GET_DECISION, "{'message_id':'m-1','tenant_id':'acme'}")
                .at("/decision/provider_id")
                .asText())
        .isEqualTo("p1");
    assertThat(
            ask(GET_DECISION, "{'message_id':'m-1','tenant_id':'other'}")
                .at("/decision/provider_id")
                .asText())
        .isEqualTo("p2");
  }

  @Test
  void whereTheTenantMustBeNamedNoIdIsEnough() {
    node("admin.get-decision-without-tenant", "false");
    gateway.decide("{'tenant_id':'acme','request_id':'r','message':{'message_id':'m-1'}}");

    assertThat(ask(GET_DECISION, "{'message_id':'m-1'}").at("/error/code").asText())
        .isEqualTo("invalid_request");
    assertThat(
            ask(GET_DECISION, "{'message_id':'m-1','tenant_id':'acme'}").at("/ok").asBoolean(false))
        .isTrue();
  }

  @Test
  void aDecisionIsFoundWhicheverNodeIsAsked() {
    node();
    try (Node second = new Node(bus, RouterConfig.defaults())) {
      await().until(() -> second.flow("admin").detail().startsWith("started"));
      byte[] reply =
          gateway
              .ask(
                  Gateway.DECIDE,
                  "{'tenant_id':'acme','request_id':'r-1','message':{'message_id':'m-1'}}")
              .payload();

      for (int i = 0; i < 20; i++) {
        assertThat(gateway.ask(GET_DECISION, "{'message_id':'m-1'}").payload()).isEqualTo(reply);
      }
    }
  }

  @Test
  void otherNodesAreAskedWithIdsAndNeverWithWhatTheCallerShows() {
    node("admin.api-key", "s3cret-key", "admin.get-decision-authenticated", "true");
    List<Message> heard = new CopyOnWriteArrayList<>();
    bus.peer().serve(GET_DECISION + ".peers", "", heard::add);

    Gateway.read(
        gateway.ask(
            GET_DECISION,
            "{'message_id':'m-9','tenant_id':'acme','api_key':'s3cret-key'}",
            Map.of("x-api-key", "s3cret-key", "authorization", "Bearer s3cret-key")));

    await().until(() -> !heard.isEmpty());
    assertThat(heard)
        .allSatisfy(
            message -> {
              assertThat(message.headers().toString()).doesNotContain("s3cret-key");
              assertThat(new String(message.payload(), StandardCharsets.UTF_8))
                  .isEqualTo("{\"message_id\":\"m-9\",\"tenant_id\":\"acme\"}");
            });
  }

  @Test
  void whoShowedItsKeyToOneNodeIsToldADecisionOfAnother() {
    String[] settings = {"admin.api-key", "s3cret-key", "admin.get-decision-authenticated", "true"};
    node(settings);
    try (Node second =
        new Node(
            bus,
            RouterConfig.defaults()
                .with("admin.api-key", "another-key")
                .with("admin.get-decision-authenticated", "true"))) {
      await().until(() -> second.flow("admin").detail().startsWith("started"));
      gateway.decide("{'tenant_id':'acme','request_id':'r-1','message':{'message_id':'m-1'}}");
      String question = "{'message_id':'m-1','tenant_id':'acme'}";
      // whichever node is asked: either knows one of the two keys
      await()
          .untilAsserted(
              () -> {
                for (String key : List.of("s3cret-key", "another-key")) {
                  assertThat(
                          Gateway.read(
                                  gateway.ask(GET_DECISION, question, Map.of("x-api-key", key)))
                              .at("/ok")
                              .asBoolean())
                      .isTrue();
                }
              });
    }
  }

  @Test
  void aDecisionThatNobodyKnowsIsNotFound() {
    node();

    JsonNode reply = ask(GET_DECISION, "{'message_id':'m-1'}");

    assertThat(reply.at("/ok").asBoolean(true)).isFalse();
    assertThat(reply.at("/error/code").asText()).isEqualTo("policy_not_found");
    assertThat(reply.at("/error/details/admin_code").asText()).isEqualTo("DECISION_NOT_FOUND");
  }

  @Test
  void whatIsNoJsonIsAnsweredAllTheSame() {
    node();

    for (String subject :
        List.of(
            GET_DECISION,
            ADMIN + "dry_run_pipeline",
            ADMIN + "get_pipeline_complexity",
            ADMIN + "get_extension_health",
            ADMIN + "get_circuit_breaker_states")) {
      for (String body : List.of("{'message_id':'a'b'}", "not json", "[]", "\u0000")) {
        JsonNode reply = ask(subject, body);
        assertThat(reply.at("/ok").asBoolean(true)).as(subject + body).isFalse();
        assertThat(reply.at("/error/code").asText()).isEqualTo("invalid_request");
      }
    }
  }

  @Test
  void aDryRunSaysWhoWouldExecuteAndCallsNobody() {
    node();

    JsonNode reply =
        ask(
            ADMIN + "dry_run_pipeline",
            "{'tenant_id':'acme','policy_id':'default','payload':{'a':1}}");

    assertThat(reply.at("/ok").asBoolean()).isTrue();
    assertThat(reply.at("/result/decision/provider_id").asText()).isEqualTo("p1");
    assertThat(reply.at("/result/final_payload/a").asInt()).isEqualTo(1);
    assertThat(reply.at("/result/executed_extensions").isArray()).isTrue();
    assertThat(
            ask(ADMIN + "dry_run_pipeline", "{'tenant_id':'acme','policy_id':'x'}")
                .at("/error/code")
                .asText())
        .isEqualTo("policy_not_found");
  }

  @Test
  void complexityCountsTheExtensionsOfAPolicy() {
    node();
    node.policy(
        "acme",
        "long",
        "{'providers':[{'id':'p1','weight':1}],'pre':[{'id':'a'},{'id':'b'}],"
            + "'validators':[{'id':'c'}]}");

    JsonNode reply =
        ask(ADMIN + "get_pipeline_complexity", "{'tenant_id':'acme','policy_id':'long'}");

    assertThat(reply.at("/total_extensions").asInt()).isEqualTo(3);
    assertThat(reply.at("/complexity_score").asInt()).isEqualTo(45);
    assertThat(reply.at("/complexity_level").asText()).isEqualTo("medium");
    assertThat(reply.at("/estimated_latency_ms").asInt()).isEqualTo(90);
  }

  @Test
  void healthAndBreakersAreObjectsEvenWhenThereIsNothing() {
    node();

    assertThat(ask(ADMIN + "get_extension_health", "{}").at("/health").isObject()).isTrue();
    assertThat(ask(ADMIN + "get_circuit_breaker_states", "{}").at("/states").isObject()).isTrue();
  }

  @Test
  void theStateOfABreakerIsTold() {
    node();
    node.policy(
        "acme",
        "guarded",
        "{'providers':[{'id':'p9','weight':1}],'circuit_breaker':{'enabled':true}}");

    assertThat(
            ask(ADMIN + "get_circuit_breaker_states", "")
                .path("providers")
                .path("acme/p9")
                .path("state")
                .asText())
        .isEqualTo("closed");
  }

  @Test
  void backpressureIsInactiveWhenThereIsLittleToDo() {
    node();

    JsonNode reply = ask("beamline.router.v1.status.backpressure", "{}");

    assertThat(reply.at("/success").asBoolean()).isTrue();
    assertThat(reply.at("/data/status").asText()).isEqualTo("inactive");
    assertThat(reply.at("/data/thresholds/pending_messages").asInt()).isEqualTo(1000);
    assertThat(reply.at("/data/policy/retry_after_seconds").asInt()).isEqualTo(30);
  }

  @Test
  void withAKeyNobodyElseIsAnswered() {
    node("admin.api-key", "sesame-123");
    String subject = ADMIN + "get_extension_health";

    for (String body :
        List.of("{}", "{'api_key':'wrong-key'}", "{'api_key':''}", "{'api_key':1}")) {
      JsonNode reply = ask(subject, body);
      assertThat(reply.at("/error/code").asText()).as(body).isEqualTo("unauthorized");
      assertThat(reply.at("/error/details/admin_code").asText()).isEqualTo("UNAUTHENTICATED");
    }
    assertThat(ask(subject, "{'api_key':'sesame-123'}").has("health")).isTrue();
    for (Map<String, String> headers :
        List.of(Map.of("X-Api-Key", "sesame-123"), Map.of("Authorization", "Bearer sesame-123"))) {
      assertThat(Gateway.read(gateway.ask(subject, "{}", headers)).has("health")).isTrue();
    }
    assertThat(
            Gateway.read(
                    gateway.ask(
                        subject, "{'api_key':'sesame-123'}", Map.of("X-Api-Key", "wrong-key")))
                .at("/error/code")
                .asText())
        .as("the first that is shown counts")
        .isEqualTo("unauthorized");
  }

  @Test
  void whereNobodyCouldShowWhoAsksNoQuestionOfAdministratorsIsServed() {
    node(new String[0]);

    assertThat(node.flow("admin").status()).isEqualTo(Health.Status.UP);
    assertThat(node.flow("admin").detail())
        .contains("not served", "admin.api-key", "admin.credentials-file", "admin.anonymous");
    assertThat(gateway.send(Message.of(ADMIN + "get_extension_health", Gateway.bytes("{}"))))
        .failsWithin(Duration.ofSeconds(5));
    assertThat(ask("beamline.router.v1.status.backpressure", "{}").at("/success").asBoolean())
        .isTrue();
    assertThat(ask(GET_DECISION, "{'message_id':'m'}").at("/error/code").asText())
        .isEqualTo("policy_not_found");
  }

  @Test
  void aPrincipalIsAnsweredAboutItsTenantOnly() throws IOException {
    Path file = folder.resolve("principals.json");
    Files.writeString(
        file,
        "{\"principals\":[{\"id\":\"bob\",\"api_keys\":[\"sha256:" + sha256("bobs-key") + "\"]}]}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    node(
        "admin.credentials-file",
        file.toString(),
        "access-store.memory.grants",
        "bob=viewer@acme",
        "admin.get-decision-authenticated",
        "true");
    node.policy(
        "acme", "p", "{'providers':[{'id':'p1','weight':1}],'circuit_breaker':{'enabled':true}}");
    node.policy(
        "other", "p", "{'providers':[{'id':'p2','weight':1}],'circuit_breaker':{'enabled':true}}");
    Map<String, String> bob = Map.of("x-api-key", "bobs-key");
    gateway.decide("{'tenant_id':'acme','request_id':'r','message':{'message_id':'m-1'}}");

    JsonNode breakers =
        Gateway.read(
            gateway.ask(ADMIN + "get_circuit_breaker_states", "{'tenant_id':'acme'}", bob));
    assertThat(breakers.path("providers").fieldNames()).toIterable().containsExactly("acme/p1");
    for (String body : List.of("{}", "{'tenant_id':'other'}", "{'tenant_id':'*'}")) {
      JsonNode reply = Gateway.read(gateway.ask(ADMIN + "get_circuit_breaker_states", body, bob));
      assertThat(reply.at("/ok").asBoolean(true)).as(body).isFalse();
    }
    assertThat(
            Gateway.read(
                    gateway.ask(
                        ADMIN + "dry_run_pipeline", "{'tenant_id':'other','policy_id':'p'}", bob))
                .at("/error/details/admin_code")
                .asText())
        .isEqualTo("PERMISSION_DENIED");
    String decision = "{'message_id':'m-1','tenant_id':'acme'}";
    assertThat(Gateway.read(gateway.ask(GET_DECISION, decision, bob)).at("/ok").asBoolean())
        .isTrue();
    assertThat(ask(GET_DECISION, decision).at("/error/code").asText()).isEqualTo("unauthorized");
    assertThat(
            Gateway.read(gateway.ask(GET_DECISION, "{'message_id':'m-1'}", bob))
                .at("/error/code")
                .asText())
        .isEqualTo("unauthorized");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
