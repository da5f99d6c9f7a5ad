package beamline.router.engine.policy;

/** How one of several candidates is chosen; policy key {@code strategy}. */
public enum Strategy {
  /** At random, in proportion to the weights. */
  WEIGHTED,
  /** The lowest sum of weighted latency and cost. */
  BEST_SCORE
}
