package beamline.router.engine.policy;

import java.util.Map;

/**
 * A provider that a policy may choose.
 *
 * @param id name of the provider
 * @param weight share of the requests, 0 to 1; the weights of a policy sum up to 1, or are all 0
 * @param priority 0 to 100
 * @param expectedLatencyMillis what the policy's author expects, NaN when unknown
 * @param expectedCost what the policy's author expects for one request, NaN when unknown
 * @param labels what constraints may ask for
 */
public record ProviderModel(
    String id,
    double weight,
    int priority,
    double expectedLatencyMillis,
    double expectedCost,
    Map<String, String> labels) {

  public ProviderModel {
    labels = Map.copyOf(labels);
  }

  ProviderModel withWeight(double share) {
    return new ProviderModel(id, share, priority, expectedLatencyMillis, expectedCost, labels);
  }
}
