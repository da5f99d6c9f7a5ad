package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** When a node serves, on a real server. */
class ServingOnNatsTest extends ServingRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
