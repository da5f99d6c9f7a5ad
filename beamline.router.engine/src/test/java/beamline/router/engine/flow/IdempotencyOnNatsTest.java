package beamline.router.engine.flow;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that come twice, on a real server. */
class IdempotencyOnNatsTest extends IdempotencyRules {
  @RegisterExtension private static final NatsBuses BUSES = new NatsBuses();

  @Override
  protected Bus bus() {
    return BUSES.next();
  }
}
