package beamline.router.examples.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.server.NatsServer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nodes that share their policies over NATS. */
class SharedPoliciesScenarioTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");

  @Test
  void aNodeDecidesByWhatAnotherProcessHasPutAlsoWhileTheServerIsAway() throws Exception {
    try (NatsServer server = NatsServer.start();
        RouterEngine router = router(server);
        RouterEngine other = router(server)) {
      assertThat(decide(router)).isNotInstanceOf(RouteDecision.class);
      try (NodeProcess process =
          NodeProcess.start(
              server.url(), "policy-store", "nats", "policy-store.nats.url", server.url())) {
        assertThat(process).isNotNull();
        Eventually.eventually("it decides", () -> provider(router).equals("gpu"));
      }
      AtomicBoolean enough = new AtomicBoolean();
      AtomicLong decided = new AtomicLong();
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () -> {
                while (!enough.get()) {
                  assertThat(decide(router)).isInstanceOf(RouteDecision.class);
                  decided.incrementAndGet();
                }
              });
      server.kill();
      Eventually.eventually(
          "health is degraded", () -> policies(router).status() == Health.Status.DEGRADED);
      assertThat(policies(router).detail()).contains("not connected");
      PolicyDocument there = new PolicyDocument(KEY, changed("cpu"), 1, Instant.EPOCH);
      assertThatThrownBy(() -> other.policies().put(there))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN));
      long before = decided.get();
      Eventually.eventually("it goes on deciding", () -> decided.get() > before + 1_000);

      server.restart();
      Eventually.eventually(
          "health is good", () -> policies(router).status() == Health.Status.UP && isUp(other));
      PolicyDocument stored = other.policies().get(KEY).orElseThrow();
      PolicyDocument unused =
          other
              .policies()
              .put(new PolicyDocument(KEY, changed("cpu"), stored.revision(), stored.updatedAt()));
      Eventually.eventually("the change is live", () -> provider(router).equals("cpu"));
      enough.set(true);
      load.get(30, TimeUnit.SECONDS);
    }
  }

  private static String changed(String provider) {
    return Node.POLICY.replace("gpu", provider);
  }

  private static RouterEngine router(NatsServer server) {
    RouterConfig config = RouterConfig.defaults();
    for (Map.Entry<String, String> setting :
        Map.of(
                "policy-store", "nats",
                "policy-store.nats.url", server.url(),
                "policy-store.nats.reconnect-delay", "50ms",
                "policy-store.nats.max-reconnect-delay", "200ms",
                "transport", "memory",
                "state-store", "memory")
            .entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    return RouterEngine.builder().config(config).build();
  }

  private static RouteOutcome decide(RouterEngine router) {
    return router.decide(RouteRequest.builder("acme", "text.generate").payload("{}").build());
  }

  private static String provider(RouterEngine router) {
    return decide(router) instanceof RouteDecision decision ? decision.providerId() : "";
  }

  private static Health.Component policies(RouterEngine router) {
    return router.health().components().stream()
        .filter(component -> component.name().equals("policies"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isUp(RouterEngine router) {
    return policies(router).status() == Health.Status.UP;
  }
}
