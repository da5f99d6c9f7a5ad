package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BreakerRoutingTest {
  private static final String POLICY =
      """
      {'providers':[{'name':'a','weight':100}],
       'circuit_breaker':{'enabled':true,'failure_threshold':3,'success_threshold':2,
         'timeout_ms':5000,'half_open_max_calls':2,'minimum_calls':10,'error_rate_threshold':0.5}}
      """;

  @Test
  void failuresInARowOpenItAndASuccessInBetweenStartsAnew() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 2);
      router.report("a", Status.SUCCESS);
      router.report("a", Status.TIMEOUT, 2);
      assertEquals("a", router.decide().providerId());
      router.report("a", Status.TIMEOUT);
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, router.refusal(Map.of()).code());
    }
  }

  @Test
  void oneFailureIsNoErrorRate() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT);
      assertEquals("a", router.decide().providerId());
    }
  }

  @Test
  void aHighErrorRateOverEnoughCallsOpensIt() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      for (int i = 0; i < 5; i++) {
        router.report("a", Status.SUCCESS);
        router.report("a", Status.TIMEOUT);
      }
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, router.refusal(Map.of()).code());
    }
  }

  @Test
  void failuresThatLeftTheWindowDoNotCount() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      for (int i = 0; i < 4; i++) {
        router.report("a", Status.SUCCESS);
        router.report("a", Status.TIMEOUT);
      }
      router.advance(Duration.ofSeconds(61));
      router.report("a", Status.SUCCESS);
      router.report("a", Status.TIMEOUT);
      assertEquals("a", router.decide().providerId());
    }
  }

  @Test
  void afterItsTimeoutABoundedNumberOfProbesPassesAndSuccessesCloseIt() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 3);
      router.advance(Duration.ofSeconds(5));
      assertEquals("a", router.decide().providerId());
      assertEquals("a", router.decide().providerId());
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, router.refusal(Map.of()).code());
      router.report("a", Status.SUCCESS);
      assertEquals("a", router.decide().providerId(), "a finished probe makes room for another");
      router.report("a", Status.SUCCESS);
      for (int i = 0; i < 100; i++) {
        assertEquals("a", router.decide().providerId());
      }
    }
  }

  @Test
  void aFailedProbeOpensItAgain() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 3);
      router.advance(Duration.ofSeconds(5));
      router.decide();
      router.report("a", Status.TIMEOUT);
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, router.refusal(Map.of()).code());
    }
  }

  @Test
  void probesThatNobodyReportsDoNotKeepTheProviderOutForEver() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 3);
      router.advance(Duration.ofSeconds(5));
      router.decide();
      router.decide();
      router.refusal(Map.of());
      router.advance(Duration.ofSeconds(5));
      assertEquals("a", router.decide().providerId());
    }
  }

  @Test
  void aDryRunTakesNoProbe() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 3);
      router.advance(Duration.ofSeconds(5));
      for (int i = 0; i < 10; i++) {
        RouteOutcome outcome =
            router.engine().explain(TestRouter.request(Map.of()).build()).outcome();
        assertTrue(outcome instanceof RouteDecision, outcome.toString());
      }
      router.decide();
      router.decide();
    }
  }

  @Test
  void onlyFaultsOfTheProviderCount() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      for (String harmless :
          new String[] {"INVALID_INPUT", "UNKNOWN_JOB_TYPE", "HTTP_404", "RATE_LIMITED", "E15"}) {
        for (int i = 0; i < 5; i++) {
          router.engine().report(error(harmless));
        }
        router.report("a", Status.CANCELLED, 5);
      }
      assertEquals("a", router.decide().providerId());
      for (String fault : new String[] {"503", "HTTP_5XX", "connection_error"}) {
        router.engine().report(error(fault));
      }
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, router.refusal(Map.of()).code());
    }
  }

  @Test
  void slowAnswersOpenIt() {
    String impatient = POLICY.replace("'timeout_ms'", "'latency_threshold_ms':100,'timeout_ms'");
    try (TestRouter router = new TestRouter().policy(impatient)) {
      for (int i = 0; i < 10; i++) {
        router
            .engine()
            .report(
                ExecutionReport.builder(TestRouter.TENANT, "a", Status.SUCCESS)
                    .latency(Duration.ofMillis(150))
                    .build());
      }
      assertEquals(ErrorCode.NO_PROVIDER_AVAILABLE, router.refusal(Map.of()).code());
    }
  }

  @Test
  void theStateLivesOnWhileThePolicyChanges() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.report("a", Status.TIMEOUT, 3);
      router.policy(POLICY.replace("'weight':100}", "'weight':100},{'name':'b','weight':1}"));
      assertEquals("b", router.decide().providerId());
      assertEquals(DecisionReason.WEIGHTED, router.decide().reason());
    }
  }

  private static ExecutionReport error(String code) {
    return ExecutionReport.builder(TestRouter.TENANT, "a", Status.ERROR).errorCode(code).build();
  }
}
