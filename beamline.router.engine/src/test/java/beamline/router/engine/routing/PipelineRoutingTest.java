package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RuntimeKeys;
import beamline.router.spi.Extension.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A request on its way through the whole pipeline of a policy. */
class PipelineRoutingTest {
  private static final String PROVIDERS = "{'providers':[{'name':'a','weight':1},'b']";

  @Test
  void everyExtensionHasItsTurnAndItsSay() {
    Known known =
        new Known()
            .add(
                "mask", request -> Known.proceed(masked(request.payload()), Map.of("masked", true)))
            .add("broken", request -> CompletableFuture.failedFuture(new IllegalStateException()))
            .add("for_chat", request -> Known.proceed(Map.of()))
            .add(
                "route",
                request -> Known.proceed(Map.of("status", "timeout", "current_provider", "a")))
            .add("style", request -> Known.refuse("too long"))
            .add("pii", request -> Known.proceed(Map.of("status", "ok")))
            .add(
                "stamp",
                request -> Known.proceed(Map.of("stamp", request.payload().get("decision"))));
    String policy =
        PROVIDERS
            + ",'pre':[{'id':'mask','mode':'required','config':{'deep':true}},{'id':'broken'},"
            + "{'id':'for_chat','when':{'message_type':'chat'}},{'id':'route','when':{'masked':true}}],"
            + "'validators':[{'id':'style','on_fail':'warn'},{'id':'pii'},{'id':'gone','on_fail':'ignore'}],"
            + "'post':[{'id':'stamp','mode':'required'}],"
            + "'fallbacks':[{'when':{'status':'timeout'},'retry':0,'to':'b'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      RouteRequest request =
          TestRouter.request(Map.of("user_id", "u"))
              .payload("{\"card\":\"4711\"}")
              .messageId("m")
              .build();
      RouteDecision decision = router.engine().decide(request).orThrow();

      assertThat(known.calls()).containsExactly("mask", "broken", "route", "style", "pii", "stamp");
      assertThat(known.given("mask").config()).isEqualTo(Map.of("deep", true));
      assertThat(known.given("mask").payload()).containsEntry("payload", Map.of("card", "4711"));
      assertThat(known.given("pii").payload())
          .containsEntry("message_id", "m")
          .containsEntry("payload", Map.of("card", "****"));
      assertThat(known.given("pii").context()).containsEntry("masked", true);
      assertThat(decision.providerId()).as("what a pre-processor reports counts").isEqualTo("b");
      assertThat(decision.request().orElseThrow().payload()).contains("{\"card\":\"****\"}");
      assertThat(decision.metadata().get("stamp"))
          .isEqualTo(Map.of("provider_id", "b", "reason", "fallback", "priority", 25L));
      assertThat(statuses(decision.metadata()))
          .containsExactly(
              "pre mask ok",
              "pre broken error",
              "pre route ok",
              "validator style refused",
              "validator pii ok",
              "validator gone error",
              "post stamp ok");
    }
  }

  @Test
  void aRefusalListsWhatWasCalledBefore() {
    Known known =
        new Known()
            .add("first", request -> Known.proceed(Map.of()))
            .add("guard", request -> Known.refuse("not today"))
            .add("never", request -> Known.proceed(Map.of()));
    String policy =
        PROVIDERS + ",'pre':[{'id':'first'}],'validators':[{'id':'guard'},{'id':'never'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      RouteRejection refusal = router.refusal(Map.of());

      assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATOR_BLOCKED);
      assertThat(refusal.details()).containsEntry("extension_id", "guard");
      assertThat(statuses(refusal.details()))
          .containsExactly("pre first ok", "validator guard refused");
    }
  }

  @Test
  void aRequestForWhichNobodyIsLeftListsWhatWasCalledToo() {
    Known known = new Known().add("first", request -> Known.proceed(Map.of()));
    String policy = "{'providers':['a'],'constraints':{'max_cost':0},'pre':[{'id':'first'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      RouteRejection refusal = router.refusal(Map.of());

      assertThat(refusal.code()).isEqualTo(ErrorCode.NO_PROVIDER_AVAILABLE);
      assertThat(statuses(refusal.details())).containsExactly("pre first ok");
    }
  }

  @Test
  void aDeadlineThatPassesMeanwhileEndsTheRequestWhereverItIs() {
    Known known = new Known();
    try (TestRouter router = new TestRouter(known)) {
      known
          .add("quick", request -> Known.proceed(Map.of()))
          .add(
              "slow",
              request -> {
                router.advance(Duration.ofSeconds(2));
                return Known.proceed(Map.of());
              })
          .add("hurry", request -> Known.proceed(Map.of("deadline", 1)));
      assertThat(late(router, "'pre':[{'id':'slow'},{'id':'quick'}]"))
          .isEqualTo("the deadline passed before extension 'quick' was called: [pre slow ok]");
      assertThat(late(router, "'validators':[{'id':'quick'},{'id':'slow'}]"))
          .isEqualTo(
              "the deadline passed before a provider was chosen: [validator quick ok, validator slow ok]");
      assertThat(late(router, "'post':[{'id':'slow'}]"))
          .isEqualTo("the deadline passed before the decision was complete: [post slow ok]");
      assertThat(late(router, "'pre':[{'id':'hurry'}]"))
          .isEqualTo("the deadline passed before a provider was chosen: [pre hurry ok]");
    }
  }

  private static String late(TestRouter router, String extensions) {
    RouteRejection refusal =
        router.policy(PROVIDERS + ",'timeout_ms':1000," + extensions + "}").refusal(Map.of());
    assertThat(refusal.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    return refusal.message() + ": " + statuses(refusal.details());
  }

  @Test
  void aPreProcessorChangesTheMessageAndNotWhoseItIs() {
    Known known =
        new Known()
            .add(
                "rewrite",
                request ->
                    Known.proceed(
                        Map.of(
                            "message_id", "stolen",
                            "tenant_id", "victim",
                            "message_type", "chat",
                            "payload", "just text",
                            "metadata", Map.of("lang", "de")),
                        Map.of("tenant_id", "victim", "policy_id", "other", "user", "u1")))
            .add("witness", request -> Known.proceed(Map.of()));
    String policy =
        PROVIDERS
            + ",'pre':[{'id':'rewrite'}],'validators':[{'id':'witness','when':{'message_type':'chat'}}],"
            + "'sticky':{'enabled':true,'session_key':'user'}}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      RouteDecision decision =
          router.engine().decide(TestRouter.request(Map.of()).messageId("mine").build()).orThrow();
      RouteRequest changed = decision.request().orElseThrow();

      assertThat(changed.taskType()).isEqualTo("chat");
      assertThat(changed.payload()).contains("\"just text\"");
      assertThat(changed.metadata()).isEqualTo(Map.of("lang", "de"));
      assertThat(changed.messageId()).contains("mine");
      assertThat(changed.tenantId()).isEqualTo("acme");
      assertThat(changed.policyId()).isEqualTo("default");
      assertThat(decision.stickyKey()).as("a session that an extension named").contains("u1");
      assertThat(known.given("witness").payload())
          .containsEntry("message_id", "mine")
          .doesNotContainKey("tenant_id");
      assertThat(known.given("witness").context())
          .containsEntry("tenant_id", "acme")
          .containsEntry("policy_id", "default");
    }
  }

  @Test
  void validatorsChangeNothingAndWhatNobodyChangedStaysAsItWasGiven() {
    Known known =
        new Known()
            .add(
                "sly",
                request -> Known.proceed(Map.of("payload", "x"), Map.of("status", "timeout")))
            .add("echo", request -> Known.proceed(request.payload(), Map.of()));
    String policy = PROVIDERS + ",'validators':[{'id':'sly'}],'post':[{'id':'echo'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      assertThat(router.decide().request()).isEmpty();
      router.policy(PROVIDERS + ",'pre':[{'id':'echo'}]}");
      RouteRequest given = TestRouter.request(Map.of()).payload("no json").build();
      assertThat(router.engine().decide(given).orThrow().request().orElseThrow().payload())
          .contains("no json");
    }
  }

  @Test
  void aValidatorThatBlocksForEverHoldsUpNobodyElse() {
    CountDownLatch release = new CountDownLatch(1);
    Known known =
        new Known()
            .add("stuck", request -> stuck(release))
            .add("other", request -> Known.proceed(Map.of()));
    RouterConfig config =
        RouterConfig.builder()
            .set(RuntimeKeys.EXECUTOR_MAX_THREADS, 4)
            .set(ExtensionKeys.MAX_BLOCKED_CALLS, 1)
            .set(RuntimeKeys.DRAIN_TIMEOUT, Duration.ofMillis(10))
            .set(RuntimeKeys.CLOSE_TIMEOUT, Duration.ofMillis(10))
            .build();
    CompletableFuture<RouteOutcome> waiting;
    try (TestRouter router = new TestRouter(config, known)) {
      router
          .policy("stuck", PROVIDERS + ",'validators':[{'id':'stuck','timeout_ms':20}]}")
          .policy("patient", PROVIDERS + ",'validators':[{'id':'hangs','timeout_ms':60000}]}")
          .policy("other", PROVIDERS + ",'validators':[{'id':'other'}]}");
      known.add("hangs", request -> new CompletableFuture<>());
      while (!known.calls().contains("stuck")) { // a call whose thread comes too late is not made
        assertThat(statuses(router.refusal(Map.of("policy_id", "stuck")).details()))
            .containsExactly("validator stuck timeout");
      }
      for (int i = 0; i < 10; i++) {
        RouteRejection refusal = router.refusal(Map.of("policy_id", "stuck"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATOR_BLOCKED);
        assertThat(statuses(refusal.details())).containsExactly("validator stuck unavailable");
        assertThat(router.decide(Map.of("policy_id", "other")).providerId()).isNotNull();
      }
      assertThat(known.calls()).filteredOn("stuck"::equals).hasSize(1);
      waiting =
          router
              .engine()
              .decideAsync(TestRouter.request(Map.of("policy_id", "patient")).build())
              .toCompletableFuture();
      assertThat(waiting).isNotDone();
    } // closes although calls hang
    assertThat(waiting).succeedsWithin(30, TimeUnit.SECONDS).isInstanceOf(RouteRejection.class);
    release.countDown();
  }

  private static CompletionStage<Reply> stuck(CountDownLatch release) {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // as an extension does that does not care
      }
    }
    return Known.proceed(Map.of());
  }

  private static Map<String, Object> masked(Map<String, Object> message) {
    return Map.of("message_id", message.get("message_id"), "payload", Map.of("card", "****"));
  }

  private static List<String> statuses(Map<String, Object> facts) {
    return ((List<?>) facts.get("executed_extensions"))
        .stream()
            .map(entry -> (Map<?, ?>) entry)
            .peek(entry -> assertThat(entry.get("extension_id")).isEqualTo(entry.get("id")))
            .map(entry -> entry.get("type") + " " + entry.get("id") + " " + entry.get("status"))
            .toList();
  }
}
