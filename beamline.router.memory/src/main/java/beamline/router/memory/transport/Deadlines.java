package beamline.router.memory.transport;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Timers of the transport on one task of the host's scheduler. A cancelled timer is gone at once,
 * which a {@link ScheduledExecutorService} does not promise, so that answered requests and
 * deliveries leave nothing behind. Safe for concurrent use.
 */
final class Deadlines {
  private static final System.Logger LOG = System.getLogger(Deadlines.class.getName());
  private static final long FAR_NANOS = Long.MAX_VALUE / 4;

  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final TreeSet<Deadline> waiting = new TreeSet<>();
  private @Nullable Alarm alarm;
  private long created;
  private boolean closed;

  Deadlines(ScheduledExecutorService scheduler, LongSupplier nanoTime) {
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  /** Runs an action after a delay, on the scheduler's thread; never when closed before. */
  synchronized Deadline in(Duration delay, Runnable action) {
    Deadline deadline = new Deadline(nanoTime.getAsLong() + nanos(delay), created++, action);
    if (!closed) {
      waiting.add(deadline);
      arm();
    }
    return deadline;
  }

  synchronized void cancel(@Nullable Deadline deadline) {
    if (deadline != null) {
      waiting.remove(deadline);
    }
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
    if (alarm != null) {
      alarm.cancel();
    }
  }

  private void arm() {
    if (waiting.isEmpty()) {
      return;
    }
    long at = waiting.first().at;
    if (alarm != null) {
      if (alarm.at - at <= 0) {
        return;
      }
      alarm.cancel();
    }
    alarm = new Alarm(at);
    try {
      alarm.schedule(Math.max(0, at - nanoTime.getAsLong()));
    } catch (RejectedExecutionException e) {
      alarm = null;
      LOG.log(Level.WARNING, "the scheduler takes no more: nothing times out any longer");
    }
  }

  private synchronized @Nullable Deadline nextDue(Alarm rung) {
    if (alarm != rung) {
      return null;
    }
    if (!waiting.isEmpty() && waiting.first().at - nanoTime.getAsLong() <= 0) {
      return waiting.pollFirst();
    }
    alarm = null;
    arm();
    return null;
  }

  private static long nanos(Duration delay) {
    if (delay.isNegative()) {
      return 0;
    }
    return delay.toSeconds() >= FAR_NANOS / 1_000_000_000 ? FAR_NANOS : delay.toNanos();
  }

  /** One action at its time. */
  static final class Deadline implements Comparable<Deadline> {
    private final long at;
    private final long order;
    private final Runnable action;

    private Deadline(long at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    @Override
    public int compareTo(Deadline other) {
      // The clock may overflow: only differences compare.
      return at == other.at ? Long.compare(order, other.order) : Long.signum(at - other.at);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(order);
    }
  }

  /** The task that is scheduled for the earliest deadline. */
  private final class Alarm implements Runnable {
    private final long at;
    private @Nullable ScheduledFuture<?> task;

    private Alarm(long at) {
      this.at = at;
    }

    void schedule(long delayNanos) {
      task = scheduler.schedule(this, delayNanos, TimeUnit.NANOSECONDS);
    }

    void cancel() {
      if (task != null) {
        task.cancel(false);
      }
    }

    @Override
    public void run() {
      for (Deadline due = nextDue(this); due != null; due = nextDue(this)) {
        try {
          due.action.run();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "a timer of the memory transport failed", e);
        }
      }
    }
  }
}
