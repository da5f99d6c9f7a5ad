package beamline.router.engine.catalogue;

/**
 * What is expected of a provider of which neither reports nor the policy say anything.
 *
 * @param latencyMillis latency in milliseconds
 * @param cost cost of one execution
 */
public record Expectations(double latencyMillis, double cost) {
  /** The defaults of the routing contract (3.6). */
  public static final Expectations DEFAULT = new Expectations(500, 0.01);
}
