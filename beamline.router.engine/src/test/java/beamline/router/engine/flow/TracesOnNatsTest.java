package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of a node, on a real server. */
class TracesOnNatsTest extends TraceRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
