package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.spi.Extension.Reply;
import beamline.router.spi.ExtensionSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExtensionRoutingTest {
  private static final String PROVIDERS = "'providers':[{'name':'a','weight':1}]";

  @Test
  void extensionsRunInTheOrderOfThePolicyAndTheDecisionListsThem() {
    Known known = new Known();
    known.add("first", request -> Known.proceed(Map.of("seen", "first")));
    known.add("second", request -> Known.proceed(Map.of("seen", "second")));
    known.add("check", request -> CompletableFuture.completedFuture(Reply.proceed()));
    known.add("after", request -> Known.proceed(Map.of("note", "done")));
    String policy =
        "{"
            + PROVIDERS
            + ",'pre':[{'id':'first'},{'id':'second'}],'validators':[{'id':'check'}],'post':[{'id':'after'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      RouteDecision decision = router.decide();
      assertEquals(List.of("first", "second", "check", "after"), known.calls());
      assertEquals("done", decision.metadata().get("note"));
      assertEquals(
          List.of("first", "second", "check", "after"),
          ((List<?>) decision.metadata().get("executed_extensions"))
              .stream().map(entry -> ((Map<?, ?>) entry).get("id")).toList());
    }
  }

  @Test
  void whatAPreProcessorAddsIsWhatTheChoiceLooksAt() {
    Known known = new Known();
    known.add(
        "report_failure",
        request -> Known.proceed(Map.of("status", "timeout", "current_provider", "a")));
    String policy =
        "{"
            + PROVIDERS
            + ",'pre':[{'id':'report_failure'}],'fallbacks':[{'when':{'status':'timeout'},'retry':0,'to':'b'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      assertEquals("b", router.decide().providerId());
    }
  }

  @Test
  void aPreProcessorCannotMoveARequestToAnotherTenant() {
    Known known = new Known();
    known.add("thief", request -> Known.proceed(Map.of("tenant_id", "victim")));
    known.add(
        "witness",
        request -> Known.proceed(Map.of("seen_tenant", request.context().get("tenant_id"))));
    String policy = "{" + PROVIDERS + ",'pre':[{'id':'thief'}],'post':[{'id':'witness'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      RouteDecision decision = router.decide();
      assertEquals("acme", decision.tenantId());
      assertEquals("acme", decision.metadata().get("seen_tenant"));
    }
  }

  @Test
  void aRefusingValidatorBlocksWarnsOrIsIgnoredAsThePolicySays() {
    Known known = new Known();
    known.add(
        "no",
        request ->
            CompletableFuture.completedFuture(new Reply.Refuse("bad words", Map.of("word", "x"))));
    assertEquals(
        ErrorCode.VALIDATOR_BLOCKED, code(known, "'validators':[{'id':'no','on_fail':'block'}]"));
    assertEquals(ErrorCode.VALIDATOR_BLOCKED, code(known, "'validators':[{'id':'no'}]"));
    assertEquals(null, code(known, "'validators':[{'id':'no','on_fail':'warn'}]"));
    assertEquals(null, code(known, "'validators':[{'id':'no','on_fail':'ignore'}]"));
  }

  @Test
  void aBlockingValidatorFailsClosedWhateverGoesWrong() {
    Known known = new Known();
    known.add(
        "throws",
        request -> {
          throw new IllegalStateException("boom");
        });
    known.add(
        "fails", request -> CompletableFuture.failedFuture(new IllegalStateException("boom")));
    known.add("nothing", request -> CompletableFuture.completedFuture(null));
    known.add("hangs", request -> new CompletableFuture<>());
    known.add("overflows", request -> overflow());
    for (String id : List.of("throws", "fails", "nothing", "hangs", "overflows", "unknown")) {
      assertEquals(
          ErrorCode.VALIDATOR_BLOCKED,
          code(known, "'validators':[{'id':'" + id + "','timeout_ms':20}]"),
          id);
    }
  }

  @Test
  void aRequiredPreProcessorFailsTheRequestWithItsCauseAndAnOptionalOneDoesNot() {
    Known known = new Known();
    known.add(
        "fails", request -> CompletableFuture.failedFuture(new IllegalStateException("boom")));
    known.add("hangs", request -> new CompletableFuture<>());
    assertEquals(
        ErrorCode.PRE_PROCESSOR_FAILED, code(known, "'pre':[{'id':'fails','mode':'required'}]"));
    assertEquals(
        ErrorCode.EXTENSION_TIMEOUT,
        code(known, "'pre':[{'id':'hangs','mode':'required','timeout_ms':20}]"));
    assertEquals(
        ErrorCode.EXTENSION_NOT_FOUND, code(known, "'pre':[{'id':'none','mode':'required'}]"));
    assertEquals(
        null, code(known, "'pre':[{'id':'fails'},{'id':'hangs','timeout_ms':20},{'id':'none'}]"));
    assertEquals(
        ErrorCode.POST_PROCESSOR_FAILED, code(known, "'post':[{'id':'fails','mode':'required'}]"));
    assertEquals(null, code(known, "'post':[{'id':'fails'}]"));
  }

  @Test
  void onlyATimeOutIsTriedAgainAndNotMoreOftenThanThePolicyAllows() {
    Known known = new Known();
    known.add("hangs", request -> new CompletableFuture<>());
    known.add(
        "fails", request -> CompletableFuture.failedFuture(new IllegalStateException("boom")));
    code(known, "'pre':[{'id':'hangs','timeout_ms':500,'retry':1}]");
    assertEquals(List.of("hangs", "hangs"), known.calls());
    known.calls().clear();
    code(known, "'pre':[{'id':'fails','retry':2}]");
    assertEquals(List.of("fails"), known.calls());
  }

  @Test
  void anExtensionWhoseConditionDoesNotHoldIsNotCalled() {
    Known known = new Known();
    known.add("once", request -> CompletableFuture.completedFuture(Reply.proceed()));
    code(known, "'pre':[{'id':'once','when':{'message_type':'chat'}}]");
    assertEquals(List.of(), known.calls());
    code(known, "'pre':[{'id':'once','when':{'message_type':'text.generate'}}]");
    assertEquals(List.of("once"), known.calls());
  }

  @Test
  void aRequestWhoseDeadlineHasPassedCallsNothing() {
    Known known = new Known();
    known.add("late", request -> CompletableFuture.completedFuture(Reply.proceed()));
    String policy = "{" + PROVIDERS + ",'pre':[{'id':'late'}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      assertEquals(ErrorCode.DEADLINE_EXCEEDED, router.refusal(Map.of("deadline", 1)).code());
      assertEquals(List.of(), known.calls());
    }
  }

  @Test
  void anExtensionThatBlocksItsThreadHoldsUpNobodyElse() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Known known = new Known();
    known.add(
        "blocks",
        request -> {
          await(release);
          return CompletableFuture.completedFuture(Reply.proceed());
        });
    try (TestRouter router = new TestRouter(known)) {
      router.policy(
          "slow", "{" + PROVIDERS + ",'validators':[{'id':'blocks','timeout_ms':60000}]}");
      router.policy("{" + PROVIDERS + "}");
      CompletionStage<RouteOutcome> slow =
          router.engine().decideAsync(TestRouter.request(Map.of("policy_id", "slow")).build());
      assertEquals("a", router.decide().providerId());
      assertFalse(slow.toCompletableFuture().isDone());
      release.countDown();
      assertTrue(slow.toCompletableFuture().get(30, TimeUnit.SECONDS) instanceof RouteDecision);
    } finally {
      release.countDown();
    }
  }

  @Test
  void aSourceThatBlocksItsThreadHoldsUpNobodyAndCostsItsTimeout() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ExtensionSource source =
        (id, kind) -> {
          await(release);
          return Optional.empty();
        };
    try (TestRouter router = new TestRouter(source)) {
      router.policy("slow", "{" + PROVIDERS + ",'validators':[{'id':'x','timeout_ms':50}]}");
      router.policy("{" + PROVIDERS + "}");
      CompletionStage<RouteOutcome> slow =
          router
              .engine()
              .decideAsync(
                  RouteRequest.builder(TestRouter.TENANT, "text.generate")
                      .policyId("slow")
                      .build());
      assertEquals("a", router.decide().providerId());
      RouteRejection late = (RouteRejection) slow.toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertEquals("extension 'x' did not answer within 50 ms", late.message());
    } finally {
      release.countDown();
    }
  }

  @Test
  void whateverASourceThrowsIsAFailedCall() {
    List<ExtensionSource> sources =
        List.of(
            (id, kind) -> {
              throw new IllegalStateException("boom");
            },
            (id, kind) -> {
              throw new AssertionError("boom");
            },
            (id, kind) -> null);
    for (ExtensionSource source : sources) {
      try (TestRouter router =
          new TestRouter(source).policy("{" + PROVIDERS + ",'validators':[{'id':'x'}]}")) {
        assertEquals(ErrorCode.VALIDATOR_BLOCKED, router.refusal(Map.of()).code());
      }
    }
  }

  @Test
  void aDrainWaitsForDecisionsThatWaitForExtensions() {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    Known known = new Known();
    known.add("slow", request -> answer);
    String policy = "{" + PROVIDERS + ",'validators':[{'id':'slow','timeout_ms':60000}]}";
    try (TestRouter router = new TestRouter(known).policy(policy)) {
      CompletionStage<RouteOutcome> outcome =
          router.engine().decideAsync(TestRouter.request(Map.of()).build());
      assertFalse(router.engine().drain(Duration.ofMillis(1)));
      answer.complete(Reply.proceed());
      assertTrue(router.engine().drain(Duration.ofSeconds(30)));
      assertTrue(outcome.toCompletableFuture().join() instanceof RouteDecision);
    }
  }

  @Test
  void aDryRunCallsNoExtensionButNamesIt() {
    Known known = new Known();
    known.add("check", request -> CompletableFuture.completedFuture(Reply.proceed()));
    try (TestRouter router =
        new TestRouter(known).policy("{" + PROVIDERS + ",'validators':[{'id':'check'}]}")) {
      var explanation = router.engine().explain(TestRouter.request(Map.of()).build());
      assertTrue(explanation.steps().toString().contains("would call validator check"));
      assertEquals(List.of(), known.calls());
    }
  }

  private static ErrorCode code(Known known, String extensions) {
    try (TestRouter router =
        new TestRouter(known).policy("{" + PROVIDERS + "," + extensions + "}")) {
      RouteOutcome outcome = router.ask(Map.of());
      return outcome instanceof RouteRejection rejection ? rejection.code() : null;
    }
  }

  private static CompletionStage<Reply> overflow() {
    throw new StackOverflowError();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
