package beamline.router.engine.policy;

import java.util.Map;

/**
 * What a provider must meet to be a candidate; policy key {@code constraints}.
 *
 * @param maxLatencyMillis highest expected latency, NaN when not limited
 * @param maxCost highest expected cost of one request, NaN when not limited
 * @param labels labels that the provider must carry with exactly these values
 */
public record ConstraintModel(double maxLatencyMillis, double maxCost, Map<String, String> labels) {

  /** Every provider is a candidate. */
  public static final ConstraintModel NONE = new ConstraintModel(Double.NaN, Double.NaN, Map.of());

  public ConstraintModel {
    labels = Map.copyOf(labels);
  }
}
