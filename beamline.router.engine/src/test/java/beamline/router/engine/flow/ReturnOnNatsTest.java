package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes back from workers, on a real server. */
class ReturnOnNatsTest extends ReturnRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
