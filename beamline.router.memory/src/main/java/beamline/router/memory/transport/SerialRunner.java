package beamline.router.memory.transport;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Runs the steps of one subscription on a shared executor, one at a time, as long as there is
 * something to do. After a few steps it queues up again, so that busy subscriptions take turns.
 */
final class SerialRunner implements Runnable {
  private static final Duration RETRY = Duration.ofMillis(10);
  private static final int IDLE = 0;
  private static final int RUNNING = 1;
  private static final int WOKEN = 2;

  private final Executor executor;
  private final Deadlines deadlines;
  private final int burst;
  private final BooleanSupplier step;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  /**
   * A runner that sleeps.
   *
   * @param burst steps before it queues up again
   * @param step does one thing; false when there was nothing to do
   */
  SerialRunner(Executor executor, Deadlines deadlines, int burst, BooleanSupplier step) {
    this.executor = executor;
    this.deadlines = deadlines;
    this.burst = burst;
    this.step = step;
  }

  /** There may be something to do. */
  void wake() {
    if (state.getAndSet(WOKEN) == IDLE) {
      submit();
    }
  }

  @Override
  public void run() {
    do {
      if (!runBurst()) {
        return;
      }
    } while (!handOver());
  }

  /** Runs some steps; false when there is nothing more to do. */
  private boolean runBurst() {
    state.set(RUNNING);
    int steps = 0;
    while (steps < burst) {
      if (step.getAsBoolean()) {
        steps++;
      } else if (state.compareAndSet(RUNNING, IDLE)) {
        return false;
      } else {
        state.set(RUNNING);
      }
    }
    return true;
  }

  /** Queues up again; false when this thread has to go on, because the executor has no other. */
  private boolean handOver() {
    Turn next = new Turn(Thread.currentThread());
    try {
      executor.execute(next);
    } catch (RejectedExecutionException e) {
      return false;
    }
    return !next.cameBack();
  }

  private void submit() {
    try {
      executor.execute(this);
    } catch (RejectedExecutionException e) {
      // A saturated pool of the host delays messages; it must not lose them.
      deadlines.in(RETRY, this::submit);
    }
  }

  /**
   * The turn after this one. An executor that runs tasks in the calling thread would nest turn in
   * turn until the stack is full: then the turn only says so, and the caller goes on.
   */
  private final class Turn implements Runnable {
    private final Thread caller;
    private volatile boolean handed;
    private boolean nested;

    private Turn(Thread caller) {
      this.caller = caller;
    }

    @Override
    public void run() {
      if (!handed && Thread.currentThread() == caller) {
        nested = true;
      } else {
        SerialRunner.this.run();
      }
    }

    private boolean cameBack() {
      handed = true;
      return nested;
    }
  }
}
