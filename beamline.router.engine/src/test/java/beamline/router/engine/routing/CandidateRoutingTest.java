package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandidateRoutingTest {
  private static final String SCORED =
      """
      {'strategy':'best_score','score':{'latency_weight':0.5,'cost_weight':0.5},
       'providers':[
         {'name':'slow_cheap','weight':50,'latency_ms':1000,'cost':0.001,'labels':{'region':'eu'}},
         {'name':'fast_dear','weight':50,'latency_ms':100,'cost':0.01,'labels':{'region':'us'}},
         {'name':'middle','weight':50,'latency_ms':400,'cost':0.004,'labels':{'region':'eu'}}]}
      """;

  @Test
  void theBestScoreByLatencyAndCostWins() {
    try (TestRouter router = new TestRouter().policy(SCORED)) {
      RouteDecision decision = router.decide();
      assertEquals("middle", decision.providerId());
      assertEquals(DecisionReason.BEST_SCORE, decision.reason());
      assertEquals(400, decision.expectedLatencyMillis());
      assertEquals(0.004, decision.expectedCost());
    }
  }

  @Test
  void measuredLatencyReplacesWhatThePolicyExpects() {
    try (TestRouter router = new TestRouter().policy(SCORED)) {
      for (int i = 0; i < 50; i++) {
        router
            .engine()
            .report(
                ExecutionReport.builder(TestRouter.TENANT, "middle", Status.SUCCESS)
                    .latency(Duration.ofSeconds(2))
                    .cost(0.02)
                    .build());
      }
      RouteDecision decision = router.decide();
      assertTrue(!decision.providerId().equals("middle"), decision.toString());
    }
  }

  @Test
  void theRequestsConstraintsFilterTheCandidates() {
    try (TestRouter router = new TestRouter().policy(SCORED)) {
      assertEquals("fast_dear", ask(router, 200, Double.POSITIVE_INFINITY).orThrow().providerId());
      assertEquals("slow_cheap", ask(router, 1000, 0.002).orThrow().providerId());
      RouteOutcome refused = ask(router, 50, 0.002);
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, ((RouteRejection) refused).code());
      assertTrue(
          ((RouteRejection) refused).message().contains("fast_dear: it is too slow"),
          refused.toString());
    }
  }

  @Test
  void thePolicysConstraintsFilterTheCandidates() {
    String europe = SCORED.replaceFirst("\\{", "{'constraints':{'labels':{'region':'us'}},");
    try (TestRouter router = new TestRouter().policy(europe)) {
      assertEquals("fast_dear", router.decide().providerId());
    }
  }

  private static RouteOutcome ask(TestRouter router, double maxLatency, double maxCost) {
    return router
        .engine()
        .decide(TestRouter.request(Map.of()).maxLatencyMillis(maxLatency).maxCost(maxCost).build());
  }
}
