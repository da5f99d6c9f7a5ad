package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TurnTest {
  private final Turn turn = new Turn();

  @Test
  void whoClosesAnIdleOneCleansUp() {
    assertTrue(turn.enter());
    assertFalse(turn.exit());
    assertTrue(turn.close());
    assertFalse(turn.close());
    assertFalse(turn.enter());
  }

  @Test
  void aHandlerThatRunsWhileItIsClosedCleansUpItself() {
    assertTrue(turn.enter());
    assertFalse(turn.close());
    assertTrue(turn.isClosed());
    assertTrue(turn.exit());
    assertFalse(turn.enter());
  }
}
