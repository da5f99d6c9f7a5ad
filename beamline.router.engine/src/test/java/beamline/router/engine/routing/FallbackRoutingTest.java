package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.DecisionReason;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RetryAdvice;
import beamline.router.api.RouteDecision;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FallbackRoutingTest {
  private static final String POLICY =
      """
      {'providers':[{'name':'a','weight':100},{'name':'b','weight':0}],
       'fallbacks':[
         {'when':{'status':['timeout','5xx']},'retry':2,'to':'b',
          'backoff':{'strategy':'exponential','base_ms':200,'max_ms':5000,'jitter':false}},
         {'when':{'status':'rate_limited'},'retry':0,'to':'local'}]}
      """;

  @Test
  void theFailedProviderIsTriedAgainWithAGrowingWaitUntilTheRuleGrantsNoMore() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      RouteDecision first = failed(router, "timeout", 0);
      assertEquals(DecisionReason.RETRY, first.reason());
      assertEquals("a", first.providerId());
      assertEquals(50, first.priority());
      RetryAdvice advice = first.retry().orElseThrow();
      assertEquals(new RetryAdvice(advice.ruleId(), 1, 2, Duration.ofMillis(200)), advice);
      assertEquals(
          Duration.ofMillis(400), failed(router, "timeout", 1).retry().orElseThrow().backoff());

      RouteDecision last = failed(router, "timeout", 2);
      assertEquals(DecisionReason.FALLBACK, last.reason());
      assertEquals("b", last.providerId());
      assertEquals(25, last.priority());
      assertEquals(2, last.retry().orElseThrow().attempt());
    }
  }

  @Test
  void attemptsAreCountedPerRuleWhenTheCallerRepeatsTheRulesId() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      String rule = failed(router, "timeout", 0).retry().orElseThrow().ruleId();
      RouteDecision decision =
          router.decide(
              Map.of("status", "timeout", "current_provider", "a", "retry_attempts_" + rule, 2));
      assertEquals(DecisionReason.FALLBACK, decision.reason());
    }
  }

  @Test
  void numericStatusesMatchTheirClass() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      assertEquals(
          DecisionReason.RETRY,
          router.decide(Map.of("status", 503, "current_provider", "a")).reason());
      assertEquals(
          DecisionReason.WEIGHTED,
          router.decide(Map.of("status", 404, "current_provider", "a")).reason());
    }
  }

  @Test
  void theFirstRuleThatMatchesDecidesAndMayNameAProviderThatHasNoWeight() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      RouteDecision decision = failed(router, "rate_limited", 0);
      assertEquals("local", decision.providerId());
      assertEquals(DecisionReason.FALLBACK, decision.reason());
    }
  }

  @Test
  void aSuccessfulStatusIsNoFailure() {
    try (TestRouter router =
        new TestRouter().policy(POLICY.replace("{'status':'rate_limited'}", "{}"))) {
      assertEquals(
          DecisionReason.WEIGHTED,
          router.decide(Map.of("status", "success", "current_provider", "a")).reason());
    }
  }

  @Test
  void aProviderThatThePolicyDoesNotNameIsNotTriedAgain() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      RouteDecision decision =
          router.decide(Map.of("status", "timeout", "current_provider", "evil"));
      assertEquals("b", decision.providerId());
    }
  }

  @Test
  void aFailedProviderWhoseBreakerIsOpenIsNotTriedAgain() {
    String guarded =
        POLICY.replaceFirst("\\{", "{'circuit_breaker':{'enabled':true,'failure_threshold':1},");
    try (TestRouter router = new TestRouter().policy(guarded)) {
      router.report("a", Status.TIMEOUT);
      assertEquals("b", failed(router, "timeout", 0).providerId());
    }
  }

  @Test
  void theReportedFailureOfThePinnedProviderWinsOverThePin() {
    String sticky =
        POLICY.replaceFirst(
            "\\{", "{'sticky':{'enabled':true,'session_key':'user_id','ttl':'10m'},");
    try (TestRouter router = new TestRouter().policy(sticky)) {
      assertEquals("a", router.decide(Map.of("user_id", "u1")).providerId());
      RouteDecision fallback =
          router.decide(
              Map.of(
                  "user_id",
                  "u1",
                  "status",
                  "timeout",
                  "current_provider",
                  "a",
                  "retry_attempts",
                  2));
      assertEquals("b", fallback.providerId());
      assertEquals(
          "a", router.decide(Map.of("user_id", "u1")).providerId(), "a fallback does not stick");
    }
  }

  @Test
  void withEveryBreakerOpenTheFirstUsableFallbackTargetIsChosen() {
    String guarded =
        POLICY.replaceFirst("\\{", "{'circuit_breaker':{'enabled':true,'failure_threshold':1},");
    try (TestRouter router = new TestRouter().policy(guarded)) {
      router.report("a", Status.TIMEOUT);
      RouteDecision decision = router.decide();
      assertEquals(DecisionReason.CIRCUIT_BREAKER_FALLBACK, decision.reason());
      assertEquals("b", decision.providerId());
      assertEquals(20, decision.priority());
      router.report("b", Status.TIMEOUT);
      assertEquals("local", router.decide().providerId());
    }
  }

  @Test
  void theLegacyFallbackIsTheLastResort() {
    String legacy =
        "{'weights':{'a':1.0},'fallback':{'provider':'spare'},'circuit_breaker':{'enabled':true,'failure_threshold':1}}";
    try (TestRouter router = new TestRouter().policy(legacy)) {
      assertEquals("a", router.decide().providerId());
      router.report("a", Status.TIMEOUT);
      assertEquals("spare", router.decide().providerId());
    }
  }

  @Test
  void theJitterOfAWaitIsAtMostATenth() {
    String jittered = POLICY.replace("'jitter':false", "'jitter':true");
    try (TestRouter router = new TestRouter().policy(jittered)) {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 200; i++) {
        long wait = failed(router, "timeout", 0).retry().orElseThrow().backoff().toMillis();
        least = Math.min(least, wait);
        most = Math.max(most, wait);
      }
      assertTrue(least >= 200 && most < 220, least + " to " + most);
      assertNotEquals(least, most);
    }
  }

  private static RouteDecision failed(TestRouter router, String status, int attempts) {
    return router.decide(
        Map.of("status", status, "current_provider", "a", "retry_attempts", attempts));
  }
}
