package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.DecisionInputs;
import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExplainRoutingTest {
  private static final String POLICY =
      """
      {'version':'3.1','providers':[{'name':'a','weight':60},{'name':'b','weight':40},{'name':'c','weight':0}],
       'sticky':{'enabled':true,'session_key':'user_id','ttl':'10m'},
       'fallbacks':[{'when':{'status':'timeout'},'retry':1,'to':'c'}],
       'circuit_breaker':{'enabled':true,'failure_threshold':2,'timeout_ms':1000}}
      """;

  @Test
  void anExplanationNamesEveryStepCandidateAndExclusion() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 2);
      Explanation explanation = router.engine().explain(TestRouter.request(Map.of()).build());
      List<String> steps = explanation.steps().stream().map(Explanation.Step::name).toList();
      assertEquals(List.of("admit", "policy", "select", "select"), steps);
      assertEquals(Optional.of("3.1"), explanation.policyVersion());
      assertEquals(
          List.of(
              new Explanation.Candidate("a", 0, Double.NaN, Optional.of("its breaker is open")),
              new Explanation.Candidate("b", 1, Double.NaN, Optional.empty()),
              new Explanation.Candidate("c", 0, Double.NaN, Optional.of("its weight is 0"))),
          explanation.candidates());
      assertEquals("b", explanation.outcome().orThrow().providerId());
    }
  }

  @Test
  void explainingHasNoEffect() {
    String limited =
        POLICY.replaceFirst(
            "\\{", "{'rate_limit':{'enabled':true,'requests_per_second':1,'burst':1},");
    try (TestRouter router = new TestRouter().policy(limited)) {
      for (int i = 0; i < 10; i++) {
        router.engine().explain(TestRouter.request(Map.of("user_id", "u")).build());
      }
      assertEquals("weighted", router.decide(Map.of("user_id", "u")).reason().wireName());
    }
  }

  @Test
  void aTracedDecisionCarriesItsExplanationAndAnUntracedOneDoesNot() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      assertTrue(router.decide().explanation().isEmpty());
      RouteDecision traced =
          router.engine().decide(TestRouter.request(Map.of()).traced(true).build()).orThrow();
      Explanation explanation = traced.explanation().orElseThrow();
      assertEquals(traced, explanation.outcome());
      assertEquals(3, explanation.inputs().orElseThrow().providers().size());
    }
  }

  @Test
  void everyDecisionCanBeRepeatedBitForBitFromItsRecordedInputs() {
    SplittableRandom random = new SplittableRandom(7);
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      for (int i = 0; i < 5_000; i++) {
        RouteRequest request = TestRouter.request(randomContext(random)).traced(true).build();
        RouteDecision decision = router.engine().decide(request).orThrow();
        DecisionInputs inputs = decision.explanation().orElseThrow().inputs().orElseThrow();
        disturb(router, random);
        Explanation replayed = router.engine().replay(request, inputs);
        assertEquals(decision, replayed.outcome());
        assertEquals(decision.explanation().orElseThrow().candidates(), replayed.candidates());
      }
    }
  }

  @Test
  void aDecisionUnderAFormerRevisionIsRepeatedUnderThatRevision() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      RouteRequest request = TestRouter.request(Map.of()).traced(true).build();
      RouteDecision decision = router.engine().decide(request).orThrow();
      DecisionInputs inputs = decision.explanation().orElseThrow().inputs().orElseThrow();
      router.policy("{'providers':[{'name':'z','weight':1}]}");
      assertEquals(decision, router.engine().replay(request, inputs).outcome());
      DecisionInputs lost = new DecisionInputs(77, 0.5, 0, Optional.empty(), List.of());
      RouterException thrown =
          assertThrows(RouterException.class, () -> router.engine().replay(request, lost));
      assertEquals(ErrorCode.POLICY_NOT_FOUND, thrown.code());
      assertEquals("policy acme/default has no revision 77 any more", thrown.getMessage());
    }
  }

  private static Map<String, Object> randomContext(SplittableRandom random) {
    Map<String, Object> context = new HashMap<>();
    if (random.nextBoolean()) {
      context.put("user_id", "u" + random.nextInt(20));
    }
    if (random.nextInt(4) == 0) {
      context.put("status", random.nextBoolean() ? "timeout" : "error");
      context.put("current_provider", random.nextBoolean() ? "a" : "b");
      context.put("retry_attempts", random.nextInt(3));
    }
    return context;
  }

  private static void disturb(TestRouter router, SplittableRandom random) {
    router.report(
        random.nextBoolean() ? "a" : "b", random.nextInt(3) == 0 ? Status.TIMEOUT : Status.SUCCESS);
    router.advance(Duration.ofMillis(random.nextInt(300)));
  }
}
