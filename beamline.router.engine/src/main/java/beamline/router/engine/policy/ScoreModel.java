package beamline.router.engine.policy;

/**
 * How much latency and cost count when the best score is wanted; policy key {@code score}.
 *
 * @param latencyWeight 0 to 1
 * @param costWeight 0 to 1
 */
public record ScoreModel(double latencyWeight, double costWeight) {

  /** Both count the same. */
  public static final ScoreModel DEFAULT = new ScoreModel(0.5, 0.5);
}
