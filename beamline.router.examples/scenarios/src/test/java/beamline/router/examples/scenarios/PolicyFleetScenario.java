package beamline.router.examples.scenarios;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes that share a store of policies, which is changed and killed while they decide. */
abstract class PolicyFleetScenario {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");
  private static final RouteRequest REQUEST =
      RouteRequest.builder(KEY.tenantId(), "text.generate").build();

  private RouterEngine one;
  private RouterEngine other;

  /** How an engine finds the store. */
  abstract Map<String, String> config();

  /** Ends the store's server at once, as a power cut would. */
  abstract void killServer() throws Exception;

  abstract void startServer() throws Exception;

  final void startNodes() {
    one = node();
    other = node();
  }

  private RouterEngine node() {
    RouterConfig.Builder settings = RouterConfig.builder();
    config().forEach(settings::set);
    return RouterEngine.builder().config(settings.build()).build();
  }

  @AfterEach
  final void stopNodes() {
    one.close();
    other.close();
  }

  static PolicyDocument policy(int number, long revision) {
    String json =
        "{\"version\":\"1.%1$d\",\"providers\":[{\"name\":\"p%1$d\",\"weight\":1}]}"
            .formatted(number);
    return new PolicyDocument(KEY, json, revision, Instant.EPOCH);
  }

  @Test
  void aChangeDecidesOnTheOtherNodeAMomentLater() {
    int changes = Integer.getInteger("scenarios.policy.changes", 200);
    long[] nanos = new long[changes];
    long revision = 0;
    for (int i = 0; i < changes; i++) {
      long start = System.nanoTime();
      revision = one.policies().put(policy(i, revision)).revision();
      String expected = "p" + i;
      eventually(
          "change " + i + " decides on the other node", () -> expected.equals(chosen(other)));
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%s: from put to a decision on another node: p50 %.1f ms, p99 %.1f ms, worst %.1f ms, %d changes%n",
        getClass().getSimpleName(),
        nanos[changes / 2] / 1e6,
        nanos[changes * 99 / 100] / 1e6,
        nanos[changes - 1] / 1e6,
        changes);
  }

  private static String chosen(RouterEngine node) {
    return node.decide(REQUEST) instanceof RouteDecision decision ? decision.providerId() : "";
  }

  @Test
  void whileTheServerIsKilledKnownPoliciesDecideAndNoUpdateIsLost() throws Exception {
    int kills = Integer.getInteger("scenarios.server.kills", 3);
    one.policies().put(policy(0, 0));
    eventually("both know the policy", () -> chosen(other).equals("p0"));
    try (DecisionLoad load = new DecisionLoad(List.of(one, other), REQUEST);
        PolicyWriter writer = new PolicyWriter(one.policies(), KEY)) {
      for (int i = 0; i < kills; i++) {
        writer.progress(20);
        killServer();
        eventually("health tells of it", () -> degraded(one) && degraded(other));
        load.progress(200);
        startServer();
        eventually("health tells that it is over", () -> !degraded(one) && !degraded(other));
      }
      writer.progress(20);
      writer.end();
      PolicyDocument last = one.policies().get(KEY).orElseThrow();
      writer.check(PolicyChange.documents(one.policies().history(KEY, Integer.MAX_VALUE)));
      for (RouterEngine node : List.of(one, other)) {
        eventually("both decide by the last one", () -> revision(node) == last.revision());
      }
      load.end();
      System.out.printf(
          "%s: %d kills: %d decisions, %d failed; %s%n",
          getClass().getSimpleName(), kills, load.decided(), load.failed(), writer);
      assertThat(load.failed()).isZero();
    }
  }

  private static long revision(RouterEngine node) {
    RouteOutcome outcome = node.decide(REQUEST);
    return outcome instanceof RouteDecision decision ? decision.policyRevision() : 0;
  }

  private static boolean degraded(RouterEngine node) {
    return node.health().components().stream()
        .filter(component -> component.name().equals("policies"))
        .anyMatch(component -> component.status() == Health.Status.DEGRADED);
  }
}
