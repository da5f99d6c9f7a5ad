package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Decide requests and their assignments, on a real server. */
class DecideOnNatsTest extends DecideRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
