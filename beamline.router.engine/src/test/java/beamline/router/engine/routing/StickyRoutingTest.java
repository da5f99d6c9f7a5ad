package beamline.router.engine.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.DecisionReason;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouterConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StickyRoutingTest {
  private static final String POLICY =
      """
      {'providers':[{'name':'a','weight':50},{'name':'b','weight':50},{'name':'c','weight':%d}],
       'circuit_breaker':{'enabled':true,'failure_threshold':2,'timeout_ms':1000},
       'sticky':{'enabled':true,'session_key':'user_id','ttl':'10m'}}
      """;

  @Test
  void aSessionKeepsItsProviderAndTheReasonSaysSo() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(0))) {
      RouteDecision first = router.decide(Map.of("user_id", "u1"));
      RouteDecision second = router.decide(Map.of("user_id", "u1"));
      assertEquals(DecisionReason.WEIGHTED, first.reason());
      assertEquals(DecisionReason.STICKY, second.reason());
      assertEquals(100, second.priority());
      assertEquals(first.providerId(), second.providerId());
      assertEquals("u1", second.stickyKey().orElseThrow());
    }
  }

  @Test
  void noSessionSticksWhereTheConfigurationSaysSo() {
    RouterConfig config = RouterConfig.defaults().with("sticky.enabled", "false");
    try (TestRouter router = new TestRouter(config).policy(POLICY.formatted(0))) {
      for (int i = 0; i < 20; i++) {
        RouteDecision decision = router.decide(Map.of("user_id", "u1"));
        assertEquals(DecisionReason.WEIGHTED, decision.reason());
        assertEquals(Optional.empty(), decision.stickyKey());
      }
    }
  }

  @Test
  void thePinSurvivesAChangeOfTheWeights() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(0))) {
      Map<String, String> before = providersOf(router, 500);
      router.policy(POLICY.formatted(100));
      assertEquals(before, providersOf(router, 500));
    }
  }

  @Test
  void aSessionMovesWhenItsProviderLeavesThePolicyAndOthersStay() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(50))) {
      Map<String, String> before = providersOf(router, 500);
      router.policy(
          POLICY.formatted(50).replace("{'name':'c','weight':50}", "{'name':'d','weight':0}"));
      Map<String, String> after = providersOf(router, 500);
      before.forEach(
          (user, provider) -> {
            if (provider.equals("c")) {
              assertNotEquals("c", after.get(user));
            } else {
              assertEquals(provider, after.get(user), user);
            }
          });
    }
  }

  @Test
  void aSessionMovesWhileTheBreakerOfItsProviderIsOpen() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(0))) {
      String provider = router.decide(Map.of("user_id", "u1")).providerId();
      router.report(provider, Status.TIMEOUT, 2);
      RouteDecision moved = router.decide(Map.of("user_id", "u1"));
      assertNotEquals(provider, moved.providerId());
      assertEquals(DecisionReason.WEIGHTED, moved.reason());
    }
  }

  @Test
  void aPinEndsWhenItIsNotUsedForItsTimeToLiveAndUseKeepsItAlive() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(0))) {
      router.decide(Map.of("user_id", "u1"));
      for (int i = 0; i < 5; i++) {
        router.advance(Duration.ofMinutes(6));
        assertEquals(DecisionReason.STICKY, router.decide(Map.of("user_id", "u1")).reason());
      }
      router.advance(Duration.ofMinutes(10));
      assertEquals(DecisionReason.WEIGHTED, router.decide(Map.of("user_id", "u1")).reason());
    }
  }

  @Test
  void twoRoutersThatNeverSpokeAgreeOnEverySession() {
    try (TestRouter one = new TestRouter().policy(POLICY.formatted(20));
        TestRouter other = new TestRouter().policy(POLICY.formatted(20))) {
      assertEquals(providersOf(one, 1000), providersOf(other, 1000));
    }
  }

  @Test
  void sessionsAreSharedOutByTheWeights() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(100))) {
      Map<String, Integer> counts = new HashMap<>();
      providersOf(router, 100_000)
          .values()
          .forEach(provider -> counts.merge(provider, 1, Integer::sum));
      assertEquals(25, counts.get("a") / 1e3, 0.7);
      assertEquals(25, counts.get("b") / 1e3, 0.7);
      assertEquals(50, counts.get("c") / 1e3, 0.7);
    }
  }

  @Test
  void whenAProviderIsAddedOnlyItsShareOfUnpinnedSessionsMoves() {
    try (TestRouter two = new TestRouter().policy(POLICY.formatted(0));
        TestRouter three = new TestRouter().policy(POLICY.formatted(50))) {
      Map<String, String> before = providersOf(two, 3000);
      Map<String, String> after = providersOf(three, 3000);
      after.forEach(
          (user, provider) ->
              assertTrue(provider.equals("c") || provider.equals(before.get(user)), user));
    }
  }

  @Test
  void policiesOfOneTenantDoNotShareTheirPins() {
    try (TestRouter router = new TestRouter()) {
      router.policy("one", POLICY.formatted(0)).policy("two", POLICY.formatted(0));
      router.decide(Map.of("user_id", "u1", "policy_id", "one"));
      assertEquals(
          DecisionReason.WEIGHTED,
          router.decide(Map.of("user_id", "u1", "policy_id", "two")).reason());
    }
  }

  @Test
  void aRequestWithoutTheSessionKeyIsDrawn() {
    try (TestRouter router = new TestRouter().policy(POLICY.formatted(0))) {
      assertTrue(router.decide(Map.of("session_id", "s1")).stickyKey().isEmpty());
    }
  }

  private static Map<String, String> providersOf(TestRouter router, int users) {
    Map<String, String> providers = new HashMap<>();
    for (int i = 0; i < users; i++) {
      providers.put("user-" + i, router.decide(Map.of("user_id", "user-" + i)).providerId());
    }
    return providers;
  }
}
