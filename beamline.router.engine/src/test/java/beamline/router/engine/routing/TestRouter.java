package beamline.router.engine.routing;

import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A whole engine over the memory components, with a clock that only the test moves and draws from a
 * fixed seed.
 */
final class TestRouter implements AutoCloseable {
  static final String TENANT = "acme";

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final SplittableRandom random = new SplittableRandom(42);
  private final RouterEngine engine;

  TestRouter(RouterComponent... components) {
    this(RouterConfig.defaults(), components);
  }

  TestRouter(RouterConfig config, RouterComponent... components) {
    RouterEngineBuilder builder =
        RouterEngine.builder()
            .config(config)
            .clock(nanos::get, () -> 1_700_000_000_000L + nanos.get() / 1_000_000)
            .random(this::draw);
    for (RouterComponent component : components) {
      builder.with(component);
    }
    engine = builder.build();
  }

  private double draw() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  RouterEngine engine() {
    return engine;
  }

  /**
   * Puts the policy {@code acme/default} in force, whatever was in force. Single quotes stand for
   * double ones.
   */
  TestRouter policy(String json) {
    return policy("default", json);
  }

  TestRouter policy(String policyId, String json) {
    long revision =
        engine
            .policies()
            .get(new PolicyKey(TENANT, policyId))
            .map(PolicyDocument::revision)
            .orElse(0L);
    PolicyDocument document = PolicyDocument.of(TENANT, policyId, json.replace('\'', '"'));
    engine
        .policies()
        .put(new PolicyDocument(document.key(), document.json(), revision, document.updatedAt()));
    return this;
  }

  void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  RouteOutcome ask(Map<String, ?> context) {
    return engine.decide(request(context).build());
  }

  RouteDecision decide(Map<String, ?> context) {
    return ask(context).orThrow();
  }

  RouteDecision decide() {
    return decide(Map.of());
  }

  RouteRejection refusal(Map<String, ?> context) {
    RouteOutcome outcome = ask(context);
    if (outcome instanceof RouteRejection rejection) {
      return rejection;
    }
    throw new AssertionError("decided: " + outcome);
  }

  static RouteRequest.Builder request(Map<String, ?> context) {
    return RouteRequest.builder(TENANT, "text.generate").context(context);
  }

  void report(String provider, Status status) {
    engine.report(ExecutionReport.builder(TENANT, provider, status).build());
  }

  void report(String provider, Status status, int times) {
    for (int i = 0; i < times; i++) {
      report(provider, status);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
