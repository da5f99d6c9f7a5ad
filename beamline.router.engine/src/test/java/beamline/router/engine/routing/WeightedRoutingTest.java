package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteDecision;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightedRoutingTest {
  private static final String POLICY =
      "{'providers':[{'name':'a','weight':60},{'name':'b','weight':30},{'name':'c','weight':10}]}";

  @Test
  void aMillionDrawsAreWithinAThirdOfAPointOfTheWeights() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      Map<String, Integer> counts = counts(router, 1_000_000);
      assertEquals(60, counts.get("a") / 1e4, 0.3);
      assertEquals(30, counts.get("b") / 1e4, 0.3);
      assertEquals(10, counts.get("c") / 1e4, 0.3);
    }
  }

  @Test
  void aProviderWithAnOpenBreakerGetsNothingAndTheOthersShareByTheirWeights() {
    String guarded =
        POLICY.replace("]}", "],'circuit_breaker':{'enabled':true,'failure_threshold':3}}");
    try (TestRouter router = new TestRouter().policy(guarded)) {
      router.report("a", Status.TIMEOUT, 3);
      Map<String, Integer> counts = counts(router, 100_000);
      assertEquals(null, counts.get("a"));
      assertEquals(75, counts.get("b") / 1e3, 1);
      assertEquals(25, counts.get("c") / 1e3, 1);
    }
  }

  @Test
  void aProviderWithoutWeightIsNeverDrawn() {
    try (TestRouter router =
        new TestRouter()
            .policy("{'providers':[{'name':'a','weight':0},{'name':'b','weight':5}]}")) {
      assertEquals(Map.of("b", 1000), counts(router, 1000));
    }
  }

  @Test
  void withoutAnyWeightNobodyIsAvailableAndTheRefusalSaysWhy() {
    try (TestRouter router = new TestRouter().policy("{'providers':[{'name':'a','weight':0}]}")) {
      var refusal = router.refusal(Map.of());
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, refusal.code());
      assertTrue(refusal.message().contains("a: its weight is 0"), refusal.message());
    }
  }

  @Test
  void theDecisionTellsReasonPriorityDrawAndPolicy() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      RouteDecision decision = router.decide();
      assertEquals(DecisionReason.WEIGHTED, decision.reason());
      assertEquals(50, decision.priority());
      assertTrue(decision.draw() >= 0 && decision.draw() < 1);
      assertEquals("default", decision.policyId());
      assertEquals(1, decision.policyRevision());
      assertEquals(500, decision.expectedLatencyMillis());
      assertEquals(0.01, decision.expectedCost());
    }
  }

  private static Map<String, Integer> counts(TestRouter router, int draws) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < draws; i++) {
      counts.merge(router.decide().providerId(), 1, Integer::sum);
    }
    return counts;
  }
}
