package host.metered;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.micrometer.MicrometerTelemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Decides one request and prints what was counted. */
public final class Metered {
  private Metered() {}

  /** Runs in an image. */
  public static void main(String[] arguments) throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (RouterEngine router =
        RouterEngine.builder().with(MicrometerTelemetry.bindTo(registry)).build()) {
      router.policies().put(PolicyDocument.of("acme", "default", "{\"providers\": [\"anyone\"]}"));
      if (router.decide(RouteRequest.builder("acme", "text.generate").build())
          instanceof RouteDecision decision) {
        System.out.println("decided " + decision.providerId());
      }
      System.out.println(
          "counted " + registry.get("router_policy_decisions_total").counter().count());
    }
  }
}
