package beamline.router.micrometer;

import beamline.router.spi.BreakerState;
import java.util.concurrent.atomic.AtomicInteger;

/** How many breakers that share labels are in which state: all that are not counted are closed. */
final class BreakerStates {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger halfOpen = new AtomicInteger();

  void changed(BreakerState from, BreakerState to) {
    count(from, -1);
    count(to, 1);
  }

  boolean anyOpen() {
    return open.get() > 0;
  }

  /**
   * The code of the contract, with which its alerts compare, while one is in that state; else 0.
   */
  double code(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case OPEN -> anyOpen() ? 1 : 0;
      case HALF_OPEN -> halfOpen.get() > 0 ? 2 : 0;
    };
  }

  /** That of an open one, else of a half-open one, else 0. */
  double code() {
    return anyOpen() ? code(BreakerState.OPEN) : code(BreakerState.HALF_OPEN);
  }

  private void count(BreakerState state, int change) {
    switch (state) {
      case OPEN -> open.addAndGet(change);
      case HALF_OPEN -> halfOpen.addAndGet(change);
      case CLOSED -> {}
    }
  }
}
