package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.TenantList;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AdmissionRoutingTest {
  private static final String POLICY = "{'providers':[{'name':'a','weight':1}]}";

  @Test
  void anUnknownTenantAndAnUnknownPolicyAreNamed() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      RouteRejection tenant = reject(router, RouteRequest.builder("ghost", "t").build());
      assertEquals(ErrorCode.POLICY_NOT_FOUND, tenant.code());
      assertEquals("policy ghost/default does not exist", tenant.message());
      RouteRejection policy =
          reject(router, RouteRequest.builder("acme", "t").policyId("none").build());
      assertEquals("policy acme/none does not exist", policy.message());
    }
  }

  @Test
  void aMissingTenantOrTaskTypeIsRefused() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      assertEquals(
          ErrorCode.MISSING_TENANT_ID,
          reject(router, RouteRequest.builder("", "t").build()).code());
      assertEquals(
          ErrorCode.INVALID_REQUEST,
          reject(router, RouteRequest.builder("acme", "").build()).code());
    }
  }

  @Test
  void theIntakeListIsEffectiveForTheNextDecisionAndThePushListNeverTouchesDecisions() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      router.engine().controls().pushTenants(TenantList.only("other"));
      router.engine().controls().resultTenants(TenantList.only("other"));
      assertTrue(router.ask(Map.of()) instanceof RouteDecision);
      router.engine().controls().intakeTenants(TenantList.only("other"));
      RouteRejection refusal = router.refusal(Map.of());
      assertEquals(ErrorCode.TENANT_FORBIDDEN, refusal.code());
      assertEquals("tenant 'acme' is not allowed", refusal.message());
      router.engine().controls().intakeTenants(TenantList.all());
      assertTrue(router.ask(Map.of()) instanceof RouteDecision);
    }
  }

  @Test
  void aHostileTenantIdCannotForgeALogLineOrAnEndlessMessage() {
    try (TestRouter router = new TestRouter()) {
      String hostile = "x\n2026 ERROR forged " + "y".repeat(10_000);
      RouteRejection refusal = reject(router, RouteRequest.builder(hostile, "t").build());
      assertFalse(refusal.message().contains("\n"));
      assertTrue(refusal.message().length() < 300);
    }
  }

  @Test
  void theTenantsLimitHoldsExactlyAndSaysWhenToComeBack() {
    RouterConfig config =
        RouterConfig.defaults()
            .with("limit.tenant.enabled", "true")
            .with("limit.tenant.tier", "basic");
    try (TestRouter router = new TestRouter(config).policy(POLICY)) {
      for (int i = 0; i < 100; i++) {
        assertTrue(router.ask(Map.of()) instanceof RouteDecision);
      }
      RouteRejection refusal = router.refusal(Map.of());
      assertEquals(ErrorCode.RATE_LIMIT_EXCEEDED, refusal.code());
      assertEquals("tenant", refusal.details().get("scope"));
      assertEquals("acme", refusal.details().get("identifier"));
      assertEquals(100L, refusal.details().get("limit"));
      Duration wait = refusal.retryAfter().orElseThrow();
      router.advance(wait.minusMillis(1));
      router.refusal(Map.of());
      router.advance(Duration.ofMillis(1));
      assertTrue(router.ask(Map.of()) instanceof RouteDecision);
    }
  }

  @Test
  void eachUserHasALimitOfItsOwn() {
    RouterConfig config = RouterConfig.defaults().with("limit.user.requests-per-minute", "2");
    try (TestRouter router = new TestRouter(config).policy(POLICY)) {
      for (String user : new String[] {"u1", "u2"}) {
        router.decide(Map.of("user_id", user));
        router.decide(Map.of("user_id", user));
        assertEquals("user", router.refusal(Map.of("user_id", user)).details().get("scope"));
      }
      router.decide(Map.of());
    }
  }

  @Test
  void thePolicysTokenBucketHoldsAndRefills() {
    String limited =
        "{'providers':[{'name':'a','weight':1}],'rate_limit':{'enabled':true,'requests_per_second':10,'burst':3}}";
    try (TestRouter router = new TestRouter().policy(limited)) {
      for (int i = 0; i < 3; i++) {
        router.decide();
      }
      RouteRejection refusal = router.refusal(Map.of());
      assertEquals("policy", refusal.details().get("scope"));
      assertEquals(Duration.ofMillis(100), refusal.retryAfter().orElseThrow());
      router.advance(Duration.ofMillis(100));
      router.decide();
      router.refusal(Map.of());
    }
  }

  @Test
  void aChangedLimitAppliesFromTheNextDecisionOn() {
    String limited =
        "{'providers':[{'name':'a','weight':1}],'rate_limit':{'enabled':true,'requests_per_second':1,'burst':1}}";
    try (TestRouter router = new TestRouter().policy(limited)) {
      router.decide();
      router.refusal(Map.of());
      router.policy(POLICY);
      router.decide();
    }
  }

  @Test
  void aDrainedRouterRefusesAndAClosedOneStaysClosed() {
    TestRouter router = new TestRouter().policy(POLICY);
    assertTrue(router.engine().drain(Duration.ofSeconds(1)));
    assertEquals(ErrorCode.SERVICE_DOWN, router.refusal(Map.of()).code());
    router.close();
    router.close();
    assertEquals(ErrorCode.SERVICE_DOWN, router.refusal(Map.of()).code());
  }

  @Test
  void aDrainWithoutATimeoutIsAMistakeThatChangesNothing() {
    try (TestRouter router = new TestRouter().policy(POLICY)) {
      assertThrows(NullPointerException.class, () -> router.engine().drain(null));
      assertTrue(router.ask(Map.of()) instanceof RouteDecision);
    }
  }

  @Test
  void aClosedRouterNeitherExplainsNorChangesPolicies() {
    TestRouter router = new TestRouter().policy(POLICY);
    Policies held = router.engine().policies();
    PolicyDocument stored = held.list(TestRouter.TENANT).get(0);
    router.close();
    RouteRequest request = TestRouter.request(Map.of()).build();
    for (Executable call :
        List.<Executable>of(
            () -> router.engine().explain(request),
            () -> router.engine().policies(),
            () -> held.put(stored),
            () -> held.delete(stored.key(), stored.revision()),
            () -> held.get(stored.key()),
            () -> held.list(TestRouter.TENANT))) {
      assertEquals(ErrorCode.SERVICE_DOWN, assertThrows(RouterException.class, call).code());
    }
  }

  @Test
  void whatIsIgnoredInAPolicyIsToldWhenItIsPut() {
    try (TestRouter router = new TestRouter()) {
      PolicyDocument stored =
          router
              .engine()
              .policies()
              .put(
                  PolicyDocument.of(
                      TestRouter.TENANT,
                      "default",
                      "{\"providers\":[{\"name\":\"a\",\"weight\":1,\"wieght\":2}]}"));

      assertEquals(1, stored.revision());
      assertEquals(
          List.of("providers[0].wieght"),
          stored.warnings().stream().map(PolicyProblem::path).toList());
      assertEquals(
          List.of(), router.engine().policies().get(stored.key()).orElseThrow().warnings());
    }
  }

  private static RouteRejection reject(TestRouter router, RouteRequest request) {
    RouteOutcome outcome = router.engine().decide(request);
    return (RouteRejection) outcome;
  }
}
