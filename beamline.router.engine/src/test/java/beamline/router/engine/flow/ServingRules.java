package beamline.router.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.spi.Extension;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.testkit.FakeExtension;
import beamline.router.testkit.FakeExtensionSource;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a node serves, when it does not, and how it stops, on any bus. */
public abstract class ServingRules {
  private static final String SLOW =
      "{'tenant_id':'acme','request_id':'r','policy_id':'slow','message':{}}";

  private final CompletableFuture<Extension.Reply> release = new CompletableFuture<>();
  private final FakeExtension slow = FakeExtension.answering(request -> release);
  private Bus bus;
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
    bus.close();
  }

  @Test
  void nobodyIsServedWhereAStreamConfirmsAndTheStreamIsNamed() {
    bus.peer()
        .declare(
            new StreamDeclaration(
                "CAPTURE", List.of("captured.v1.decide"), Duration.ZERO, Duration.ofMinutes(2)))
        .toCompletableFuture()
        .join();
    RouterConfig config = RouterConfig.defaults().with("intake.subject", "captured.v1.decide");
    try (RouterEngine engine =
        RouterEngine.builder().config(config).with(bus.node()).with(bus.stateStore()).build()) {
      engine.start();

      await().until(() -> engine.health().status() == Health.Status.DOWN);
      assertThat(engine.health().components())
          .anySatisfy(
              part -> {
                assertThat(part.name()).isEqualTo("intake");
                assertThat(part.detail()).contains("CAPTURE").contains("captured.v1.decide");
              });
    }
  }

  @Test
  void aNodeThatServesIsHealthy() {
    try (Node node = new Node(bus, RouterConfig.defaults())) {
      await().until(() -> node.engine().health().status() == Health.Status.UP);
      assertThat(node.flow("streams").status()).isEqualTo(Health.Status.UP);
    }
  }

  @Test
  void requestsThatWaitForExtensionsAreAnsweredBeforeADrainEnds() {
    try (Node node = slowNode(RouterConfig.defaults())) {
      List<CompletableFuture<Message>> replies = ask(Gateway.DECIDE, 5);
      await().until(() -> slow.requests().size() == 5);

      assertThat(node.engine().drain(Duration.ofMillis(50))).isFalse();
      release.complete(new Extension.Reply.Proceed(Map.of(), Map.of()));
      assertThat(node.engine().drain(Duration.ofSeconds(10))).isTrue();

      replies.forEach(
          reply -> assertThat(Gateway.read(reply.join()).at("/ok").asBoolean()).isTrue());
    }
  }

  @Test
  void whoIsTurnedAwayIsToldWhenToComeBack() {
    RouterConfig tight =
        RouterConfig.defaults()
            .with("backpressure.max-in-flight", "2")
            .with("backpressure.max-latency", "1ms");
    try (Node node = slowNode(tight)) {
      List<CompletableFuture<Message>> first = ask(Gateway.DECIDE, 1);
      await().until(() -> slow.requests().size() == 1);
      await().pollDelay(Duration.ofMillis(20)).until(() -> true);
      release.complete(new Extension.Reply.Proceed(Map.of(), Map.of()));
      first.get(0).join(); // it took more than a millisecond

      FakeExtension never = FakeExtension.hanging();
      assertThat(never.requests()).isEmpty();
      List<CompletableFuture<Message>> stuck =
          ask(
              "{'tenant_id':'acme','request_id':'r'," + "'policy_id':'stuck','message':{}}",
              Gateway.DECIDE,
              3);

      await().until(() -> node.flow("intake").detail().startsWith("overloaded"));
      JsonNode reply = gateway.decide("{'tenant_id':'acme','request_id':'r-7','message':{}}");

      assertThat(reply.at("/ok").asBoolean(true)).isFalse();
      assertThat(reply.at("/error/code").asText()).isEqualTo("extension_unavailable");
      assertThat(reply.at("/error/details/reason").asText()).isEqualTo("service_overloaded");
      assertThat(reply.at("/error/details/retry_after_seconds").asInt()).isEqualTo(30);
      assertThat(reply.at("/context/request_id").asText()).isEqualTo("r-7");
      assertThat(stuck).noneMatch(CompletableFuture::isDone);
      assertThat(
              Gateway.read(gateway.ask("beamline.router.v1.status.backpressure", "{}"))
                  .at("/data/status")
                  .asText())
          .isEqualTo("active");
    }
  }

  @Test
  void workersGetWhatPreProcessorsMadeOfTheMessageAndRefusalsSayWhatWasCalled() {
    FakeExtensionSource extensions =
        new FakeExtensionSource()
            .with("mask", Extension.Kind.PRE, FakeExtension.answering(request -> masked()))
            .with("guard", Extension.Kind.VALIDATOR, FakeExtension.answering(request -> refused()));
    Worker worker = new Worker(bus, "caf.exec.assign.v1");
    try (Node node = new Node(bus, RouterConfig.defaults(), extensions)) {
      node.policy("acme", "masked", "{'providers':['p1'],'pre':[{'id':'mask'}]}");
      node.policy(
          "acme",
          "guarded",
          "{'providers':['p1'],'pre':[{'id':'mask'}],'validators':[{'id':'guard'}]}");

      assertThat(gateway.decide(pushed("masked")).at("/ok").asBoolean()).isTrue();
      JsonNode job = Gateway.read(worker.one()).path("job");
      assertThat(job.at("/payload/card").asText()).isEqualTo("****");
      assertThat(job.path("type").asText()).isEqualTo("chat");

      JsonNode error = gateway.decide(pushed("guarded")).path("error");
      assertThat(error.path("code").asText()).isEqualTo("validator_blocked");
      assertThat(error.at("/details/extension_id").asText()).isEqualTo("guard");
      assertThat(error.at("/details/word").asText()).isEqualTo("x");
      assertThat(error.at("/details/executed_extensions/0/status").asText()).isEqualTo("ok");
      assertThat(error.at("/details/executed_extensions/1/status").asText()).isEqualTo("refused");
      assertThat(error.toString()).doesNotContain("4711", "****");
    }
  }

  private static String pushed(String policyId) {
    return "{'version':'1','request_id':'r-1','tenant_id':'acme','policy_id':'"
        + policyId
        + "','push_assignment':true,'task':{'type':'t','payload':{'card':'4711'}}}";
  }

  private static CompletableFuture<Extension.Reply> masked() {
    return CompletableFuture.completedFuture(
        new Extension.Reply.Proceed(
            Map.of("message_type", "chat", "payload", Map.of("card", "****")), Map.of()));
  }

  private static CompletableFuture<Extension.Reply> refused() {
    return CompletableFuture.completedFuture(
        new Extension.Reply.Refuse("a word is not allowed", Map.of("word", "x")));
  }

  private Node slowNode(RouterConfig config) {
    FakeExtensionSource extensions =
        new FakeExtensionSource()
            .with("slow", Extension.Kind.PRE, slow)
            .with("stuck", Extension.Kind.PRE, FakeExtension.hanging());
    return new Node(bus, config.with("shutdown.drain-timeout", "0s"), extensions)
        .policy(
            "acme",
            "slow",
            "{'providers':[{'id':'p1','weight':1}],'pre':[{'id':'slow','timeout_ms':60000}]}")
        .policy(
            "acme",
            "stuck",
            "{'providers':[{'id':'p1','weight':1}],'pre':[{'id':'stuck','timeout_ms':60000}]}");
  }

  private List<CompletableFuture<Message>> ask(String subject, int times) {
    return ask(SLOW, subject, times);
  }

  private List<CompletableFuture<Message>> ask(String body, String subject, int times) {
    List<CompletableFuture<Message>> replies = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      replies.add(gateway.send(Message.of(subject, Gateway.bytes(body))));
    }
    return replies;
  }
}
