package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Assignments that their stream does not take at once, on a real server. */
class PublicationOnNatsTest extends PublicationRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
