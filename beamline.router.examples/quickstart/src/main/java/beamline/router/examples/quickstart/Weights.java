package beamline.router.examples.quickstart;

import beamline.router.api.Explanation;
import beamline.router.api.Explanation.Candidate;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shares that the weights of a policy grant, as the router itself explains them. */
final class Weights {
  private final RouterEngine router;

  Weights(RouterEngine router) {
    this.router = router;
  }

  /**
   * Each provider's share, 0 to 1, in the order of the policy; {@code NaN} where the policy selects
   * by score. Asked before the first failure is reported, so that no breaker is in the way.
   */
  Map<String, Double> of(String tenantId, String policyId) {
    Explanation explanation =
        router.explain(RouteRequest.builder(tenantId, "quickstart").policyId(policyId).build());
    boolean scored =
        explanation.candidates().stream().anyMatch(candidate -> !Double.isNaN(candidate.score()));
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Candidate candidate : explanation.candidates()) {
      shares.put(candidate.providerId(), scored ? Double.NaN : candidate.share());
    }
    return shares;
  }
}
