package beamline.router.examples.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.examples.extensions.service.ExtensionService;
import beamline.router.spi.Extension;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.server.NatsServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A router, three services in Java and one in Node.js, which know one another by subjects only. */
class ExtensionsOnTheBusTest {
  private static final String POLICY =
      """
      {"version": "1.0", "providers": [{"name": "gpu", "weight": 100}],
       "pre": [{"id": "normalize_text", "mode": "required",
                "config": {"form": "nfkc", "lowercase": true}}],
       "validators": [{"id": "block_words"}, {"id": "pii_guard"}],
       "post": [{"id": "mask_pii", "mode": "required"}]}
      """;

  private static NatsServer server;
  private static Bus bus;
  private static Running node;
  private static RouterEngine router;

  @BeforeAll
  static void start() {
    server = NatsServer.start();
    bus = Bus.on(server.url());
    node =
        Running.start(
            Map.of("NATS_URL", server.url(), "SUBJECT", "test.block_words"),
            Node.running("../nodejs/block_words.js"));
    serve("normalize_text", Extension.Kind.PRE);
    serve("pii_guard", Extension.Kind.VALIDATOR);
    serve("mask_pii", Extension.Kind.POST);
    node.awaitLine("serving test.block_words");
    router = router();
  }

  @AfterAll
  static void stop() {
    router.close();
    node.close();
    bus.close();
    server.close();
  }

  @Test
  void whatIsDecidedIsWhatTheyMadeOfIt() {
    RouteOutcome outcome = decide("ＨＥＬＬＯ, call +49 30 901820");

    assertThat(outcome).isInstanceOf(RouteDecision.class);
    RouteDecision decision = (RouteDecision) outcome;
    assertThat(decision.request().orElseThrow().payload())
        .contains("{\"text\":\"hello, call +49 30 901820\"}");
    assertThat(decision.metadata())
        .containsEntry("pii_masked", Map.of("phone", 1L))
        .containsEntry("masked_payload", Map.of("text", "hello, call [phone]"));
    assertThat(decision.metadata().get("executed_extensions").toString())
        .containsSubsequence("normalize_text", "block_words", "pii_guard", "mask_pii")
        .doesNotContain("error", "timeout", "unavailable");
  }

  @Test
  void theValidatorInNodeRefuses() {
    assertRefused(
        decide("this is ＳＥＣＲＥＴ"), "the payload contains a blocked word", Map.of("word", "Secret"));
  }

  @Test
  void theValidatorInJavaRefuses() {
    assertRefused(
        decide("write to a@b.de"),
        "payload.text contains personal data: email",
        Map.of("kind", "email", "field", "payload.text"));
  }

  private static void assertRefused(
      RouteOutcome outcome, String reason, Map<String, Object> details) {
    assertThat(outcome).isInstanceOf(RouteRejection.class);
    RouteRejection rejection = (RouteRejection) outcome;
    assertThat(rejection.code()).isEqualTo(ErrorCode.VALIDATOR_BLOCKED);
    assertThat(rejection.message()).contains(reason);
    assertThat(rejection.details()).containsAllEntriesOf(details);
  }

  private static RouteOutcome decide(String text) {
    return router.decide(
        RouteRequest.builder("acme", "chat").payload("{\"text\":\"" + text + "\"}").build());
  }

  private static void serve(String id, Extension.Kind kind) {
    ExtensionService unused =
        ExtensionService.serve(
            bus.transport(), "test." + id, id, new TextExtensions().find(id, kind).orElseThrow());
  }

  private static RouterEngine router() {
    RouterConfig config =
        RouterConfig.defaults()
            .with("policy-store", "memory")
            .with("transport", "nats")
            .with("nats.url", server.url())
            .with("extension-store", "memory");
    for (Map.Entry<String, String> record :
        Map.of(
                "normalize_text", "\"type\":\"pre\"",
                "block_words", "\"type\":\"validator\",\"config\":{\"words\":[\"Secret\"]}",
                "pii_guard", "\"type\":\"validator\",\"config\":{\"kinds\":[\"email\",\"card\"]}",
                "mask_pii", "\"type\":\"post\"")
            .entrySet()) {
      config =
          config.with(
              "extension-store.memory.record." + record.getKey(),
              "{\"subject\":\"test." + record.getKey() + "\"," + record.getValue() + "}");
    }
    RouterEngine engine = RouterEngine.builder().config(config).build();
    PolicyDocument unused = engine.policies().put(PolicyDocument.of("acme", "default", POLICY));
    engine.start();
    Eventually.eventually(
        () -> "the router is up: " + engine.health(),
        () -> engine.health().status() == Health.Status.UP);
    return engine;
  }
}
