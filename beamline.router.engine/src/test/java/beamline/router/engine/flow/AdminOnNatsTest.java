package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** What peers ask about a node, on a real server. */
class AdminOnNatsTest extends AdminRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
