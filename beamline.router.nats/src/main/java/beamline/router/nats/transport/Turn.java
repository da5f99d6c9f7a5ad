package beamline.router.nats.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whose turn it is, the handler's or that of who closes its subscription: once closed, no handler
 * call starts, and one that runs is not disturbed. Entered by one thread at a time.
 */
final class Turn {
  private static final int IDLE = 0;
  private static final int RUNNING = 1;

  /** Added to what it was. */
  private static final int CLOSED = 2;

  private final AtomicInteger state = new AtomicInteger(IDLE);

  /** Whether the handler may run; it then must {@link #exit()}. */
  boolean enter() {
    return state.compareAndSet(IDLE, RUNNING);
  }

  /** The handler returned. Whether it was closed meanwhile, so that this thread has to clean up. */
  boolean exit() {
    if (state.compareAndSet(RUNNING, IDLE)) {
      return false;
    }
    state.set(CLOSED);
    return true;
  }

  /** Closes it. Whether the caller has to clean up: it was open and no handler runs. */
  boolean close() {
    while (true) {
      int now = state.get();
      if (now >= CLOSED) {
        return false;
      }
      if (state.compareAndSet(now, now + CLOSED)) {
        return now == IDLE;
      }
    }
  }

  boolean isClosed() {
    return state.get() >= CLOSED;
  }
}
