package beamline.router.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a node calls extensions, on any bus. */
public abstract class ExtensionRules {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Bus bus;
  private Node node;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    node = new Node(bus, RouterConfig.defaults());
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  @Test
  void aRequestGoesThroughAllListsOfItsPolicy() {
    register("redact", "{'type':'pre','subject':'ext.redact','config':{'mask':'*','keep':1}}");
    register("guard", "{'type':'validator','subject':'ext.guard'}");
    register("note", "{'type':'post','subject':'ext.note'}");
    Served redact =
        Served.answering(
            bus,
            "ext.redact",
            "{'payload':{'message_type':'chat','payload':{'text':'***'}},"
                + "'metadata':{'redacted':true}}");
    Served guard = Served.answering(bus, "ext.guard", "{'status':'ok'}");
    Served note = Served.answering(bus, "ext.note", "{'metadata':{'noted':'yes'}}");
    policy(
        "'pre':[{'id':'redact','config':{'mask':'#'}}],"
            + "'validators':[{'id':'guard','when':{'redacted':true}}],'post':[{'id':'note'}]");

    RouteDecision decision = (RouteDecision) decide(Map.of("plan", "pro")).join();

    assertThat(decision.metadata()).containsEntry("noted", "yes");
    assertThat((List<?>) decision.metadata().get("executed_extensions"))
        .extracting(
            entry -> ((Map<?, ?>) entry).get("id") + " " + ((Map<?, ?>) entry).get("status"))
        .containsExactly("redact ok", "guard ok", "note ok");
    JsonNode asked = redact.requests().get(0);
    assertThat(asked.at("/tenant_id").asText()).isEqualTo("acme");
    assertThat(asked.at("/policy_id").asText()).isEqualTo("extended");
    assertThat(asked.at("/trace_id").asText()).isEqualTo("t-1");
    assertThat(asked.at("/payload/message_type").asText()).isEqualTo("chat");
    assertThat(asked.at("/payload/payload/text").asText()).isEqualTo("my secret");
    assertThat(asked.at("/metadata/plan").asText()).isEqualTo("pro");
    assertThat(asked.at("/config/mask").asText()).isEqualTo("#");
    assertThat(asked.at("/config/keep").asInt()).isEqualTo(1);
    Message message = redact.messages().get(0);
    assertThat(message.headers())
        .containsEntry("tenant_id", "acme")
        .containsEntry("trace_id", "t-1")
        .containsEntry("version", "1")
        .containsEntry("content-type", "application/json");
    assertThat(guard.requests().get(0).at("/payload/payload/text").asText()).isEqualTo("***");
    assertThat(note.requests().get(0).at("/payload/decision/provider_id").asText()).isEqualTo("p1");
  }

  @Test
  void everySpellingOfARefusalBlocksAndWhatNobodyUnderstandsBlocksToo() {
    register("guard", "{'type':'validator','subject':'ext.guard'}");
    Queue<String> replies = new ConcurrentLinkedQueue<>();
    new Served(bus, "ext.guard", request -> replies.remove());
    policy("'validators':[{'id':'guard'}]");
    node.policy(
        "acme",
        "lenient",
        "{'providers':[{'id':'p1','weight':1}],"
            + "'validators':[{'id':'guard','on_fail':'warn'}]}");
    for (String reply :
        List.of(
            "{'status':'reject','reason':'bad words','details':{'word':'x'}}",
            "{'status':'REJECT'}",
            "{'valid':false}",
            "{'error':{'code':'E','message':'no'}}",
            "{'status':'maybe'}",
            "{}",
            "[]",
            "no json",
            "")) {
      replies.add(reply);
      assertThat(decide(Map.of()).join())
          .describedAs(reply)
          .isInstanceOfSatisfying(
              RouteRejection.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATOR_BLOCKED));
      replies.add(reply);
      assertThat(decide(Map.of("policy_id", "lenient")).join())
          .describedAs(reply)
          .isInstanceOf(RouteDecision.class);
    }
    replies.add("{'status':'reject','reason':'bad words','details':{'word':'x'}}");
    RouteRejection refusal = (RouteRejection) decide(Map.of()).join();
    assertThat(refusal.message()).contains("guard").contains("bad words");
    assertThat(refusal.details()).containsEntry("word", "x");
  }

  @Test
  void aValidatorThatHangsCostsItsTimeAndHoldsUpNobody() {
    register("guard", "{'type':'validator','subject':'ext.guard','timeout_ms':400}");
    register("quick", "{'type':'validator','subject':'ext.quick'}");
    Served.hanging(bus, "ext.guard");
    Served.answering(bus, "ext.quick", "{'valid':true}");
    policy("'validators':[{'id':'guard'}]");
    node.policy(
        "acme", "quick", "{'providers':[{'id':'p1','weight':1}],'validators':[{'id':'quick'}]}");

    CompletableFuture<RouteOutcome> slow = decide(Map.of());
    for (int i = 0; i < 20; i++) {
      assertThat(decide(Map.of("policy_id", "quick")).join()).isInstanceOf(RouteDecision.class);
    }

    RouteRejection refusal = (RouteRejection) slow.join();
    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATOR_BLOCKED);
    assertThat(refusal.message()).contains("did not answer within 400 ms");
  }

  @Test
  void manyCallsAreUnderWayAtATime() {
    register("guard", "{'type':'validator','subject':'ext.guard'}");
    Transport peer = bus.peer();
    Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    peer.serve("ext.guard", "extension", waiting::add);
    Served.settle(peer);
    policy("'validators':[{'id':'guard'}]");

    List<CompletableFuture<RouteOutcome>> outcomes =
        IntStream.range(0, 300).mapToObj(i -> decide(Map.of())).toList();
    await().atMost(PATIENCE).until(() -> waiting.size() == 300);
    waiting.forEach(
        message ->
            peer.publish(
                Message.of(message.replyTo().orElseThrow(), Gateway.bytes("{'status':'ok'}"))));

    assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isInstanceOf(RouteDecision.class));
  }

  @Test
  void whereNobodyServesTheCallFailsAtOnceAndIsNotTriedAgain() {
    register("guard", "{'type':'pre','subject':'ext.nobody','timeout_ms':5000,'retry':3}");
    policy("'pre':[{'id':'guard','mode':'required'}]");

    long start = System.nanoTime();
    RouteRejection refusal = (RouteRejection) decide(Map.of()).join();

    assertThat(refusal.code()).isEqualTo(ErrorCode.EXTENSION_UNAVAILABLE);
    assertThat(refusal.message()).isEqualTo("extension 'guard' is unavailable: nobody serves it");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void onlyATimeOutIsTriedAgain() {
    register("hangs", "{'type':'pre','subject':'ext.hangs','timeout_ms':50,'retry':1}");
    register("fails", "{'type':'pre','subject':'ext.fails','timeout_ms':2000,'retry':2}");
    Served hangs = Served.hanging(bus, "ext.hangs");
    Served fails = Served.answering(bus, "ext.fails", "{'error':{'message':'down'}}");
    policy("'pre':[{'id':'hangs'},{'id':'fails','mode':'required'}]");

    RouteRejection refusal = (RouteRejection) decide(Map.of()).join();

    assertThat(refusal.code()).isEqualTo(ErrorCode.PRE_PROCESSOR_FAILED);
    assertThat(refusal.message()).isEqualTo("extension 'fails' failed: down");
    assertThat(hangs.messages()).hasSize(2);
    assertThat(fails.messages()).hasSize(1);
  }

  @Test
  void aClientOfTheBusIsToldThatAValidatorRefused() {
    register("guard", "{'type':'validator','subject':'ext.guard'}");
    Served.answering(bus, "ext.guard", "{'status':'reject','reason':'bad words'}");
    policy("'validators':[{'id':'guard'}]");

    JsonNode reply =
        new Gateway(bus)
            .decide("{'tenant_id':'acme','request_id':'r','policy_id':'extended','message':{}}");

    assertThat(reply.at("/ok").asBoolean(true)).isFalse();
    assertThat(reply.at("/error/code").asText()).isEqualTo("validator_blocked");
    assertThat(reply.at("/error/message").asText()).contains("bad words");
  }

  private void register(String id, String json) {
    node.engine()
        .administration()
        .extensions()
        .put(ExtensionDocument.of(id, json.replace('\'', '"')));
  }

  private void policy(String lists) {
    node.policy("acme", "extended", "{'providers':[{'id':'p1','weight':1}]," + lists + "}");
  }

  private CompletableFuture<RouteOutcome> decide(Map<String, Object> context) {
    RouteRequest request =
        RouteRequest.builder("acme", "chat")
            .policyId((String) context.getOrDefault("policy_id", "extended"))
            .traceId("t-1")
            .payload("{\"text\":\"my secret\"}")
            .context(context)
            .build();
    return node.engine()
        .decideAsync(request)
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
