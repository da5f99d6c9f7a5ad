package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** How a node calls extensions, on a real server. */
class ExtensionsOnNatsTest extends ExtensionRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
