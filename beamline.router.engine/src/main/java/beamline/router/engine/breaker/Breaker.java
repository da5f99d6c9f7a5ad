package beamline.router.engine.breaker;

import beamline.router.engine.policy.BreakerModel;
import beamline.router.spi.BreakerState;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Keeps calls away from a provider that fails, and lets a bounded number of probes find out when it
 * works again.
 *
 * <p>The invariant: everything that belongs to one stay in a state lives in one {@link Phase}, and
 * a change of state is one compare-and-set from the old phase to a new one; a call whose phase
 * ended meanwhile counts in the next. Safe for concurrent use; takes no lock. Time is the engine's
 * monotonic clock in nanoseconds.
 */
public final class Breaker {
  private static final AtomicReferenceFieldUpdater<Breaker, Phase> PHASE =
      AtomicReferenceFieldUpdater.newUpdater(Breaker.class, Phase.class, "phase");

  private volatile Phase phase;
  private final BreakerListener listener;
  private volatile BreakerModel settings;
  private volatile CallWindow window;

  /** A closed breaker. */
  public Breaker(BreakerModel settings, BreakerListener listener, long now) {
    this.settings = settings;
    this.listener = listener;
    this.window = windowOf(settings);
    this.phase = new Phase(BreakerState.CLOSED, now);
  }

  /**
   * Goes on with other settings; the state is kept, and the window too if its length is the same.
   */
  public void reconfigure(BreakerModel changed) {
    if (changed.errorRateWindowSeconds() != settings.errorRateWindowSeconds()) {
      window = windowOf(changed);
    }
    settings = changed;
  }

  /** Whether a call could pass now. Takes nothing, changes nothing: for filters and dry runs. */
  public boolean allows(long now) {
    Phase current = phase;
    return switch (current.state) {
      case CLOSED -> true;
      case OPEN -> isOver(current, now);
      case HALF_OPEN -> current.probes.get() < settings.halfOpenMaxCalls() || isOver(current, now);
    };
  }

  /** Takes the permission for one call: {@link #record} or {@link #release} gives it back. */
  public boolean tryAcquire(long now) {
    while (true) {
      Phase current = phase;
      if (current.state == BreakerState.CLOSED) {
        return true;
      }
      if (current.state == BreakerState.HALF_OPEN && takeProbe(current)) {
        return true;
      }
      if (!isOver(current, now)) {
        return false;
      }
      // open for long enough; or half-open with probes whose outcome nobody reported, which must
      // not keep the provider out for ever
      if (current.state == BreakerState.OPEN) {
        change(current, BreakerState.HALF_OPEN, "timeout_elapsed", now);
      } else {
        renew(current, now);
      }
    }
  }

  /**
   * Gives back a permission that was not used, or whose outcome says nothing about the provider.
   */
  public void release() {
    Phase current = phase;
    if (current.state == BreakerState.HALF_OPEN) {
      returnProbe(current);
    }
  }

  /**
   * Takes note of how a call ended.
   *
   * @param failed whether the provider is to blame
   * @param latencyNanos how long it took; 0 or less when unknown
   */
  public void record(boolean failed, long latencyNanos, long now) {
    CallWindow calls = window;
    calls.record(failed, latencyNanos, now);
    boolean noted;
    do {
      Phase current = phase;
      noted =
          switch (current.state) {
            case CLOSED -> noteClosed(current, calls, failed, latencyNanos, now);
            case HALF_OPEN -> noteProbe(current, failed, now);
            case OPEN -> true; // a call from before; the window has it
          };
    } while (!noted); // the phase ended meanwhile: the call counts in the next one
  }

  /** The state; an open breaker whose timeout is over counts as half-open. */
  public BreakerState state(long now) {
    Phase current = phase;
    return current.state == BreakerState.OPEN && isOver(current, now)
        ? BreakerState.HALF_OPEN
        : current.state;
  }

  /** How long it lets nothing through once it is open, in nanoseconds. */
  public long openNanos() {
    return settings.timeoutMillis() * 1_000_000L;
  }

  /** Nobody asks it any more: for who is told, it closes. */
  public void dropped() {
    Phase current = phase;
    while (current.state != BreakerState.CLOSED
        && !change(current, BreakerState.CLOSED, "dropped", current.since)) {
      current = phase;
    }
  }

  /** Calls in the window that ends now. */
  public long windowCalls(long now) {
    return CallWindow.calls(window.totals(now));
  }

  /** Failures in the window that ends now. */
  public long windowFailures(long now) {
    return CallWindow.failures(window.totals(now));
  }

  private boolean noteClosed(
      Phase current, CallWindow calls, boolean failed, long latencyNanos, long now) {
    if (!failed) {
      if (current.failuresInARow.get() != 0) {
        current.failuresInARow.set(0);
      }
      return latencyNanos <= settings.latencyThresholdMillis() * 1_000_000L
          || !isSlow(calls, now)
          || change(current, BreakerState.OPEN, "latency_threshold_exceeded", now);
    }
    if (current.failuresInARow.incrementAndGet() >= settings.failureThreshold()) {
      return change(current, BreakerState.OPEN, "failure_threshold_exceeded", now);
    }
    if (isFailing(calls, now)) {
      return change(current, BreakerState.OPEN, "error_rate_threshold_exceeded", now);
    }
    return !isSlow(calls, now)
        || change(current, BreakerState.OPEN, "latency_threshold_exceeded", now);
  }

  private boolean noteProbe(Phase current, boolean failed, long now) {
    if (failed) {
      return change(current, BreakerState.OPEN, "half_open_failure", now);
    }
    if (current.successes.incrementAndGet() >= settings.successThreshold()) {
      return change(current, BreakerState.CLOSED, "success_threshold_reached", now);
    }
    returnProbe(current);
    return true;
  }

  private boolean isFailing(CallWindow calls, long now) {
    long totals = calls.totals(now);
    long count = CallWindow.calls(totals);
    return count >= settings.minimumCalls()
        && CallWindow.failures(totals) >= settings.errorRateThreshold() * count;
  }

  private boolean isSlow(CallWindow calls, long now) {
    return CallWindow.calls(calls.totals(now)) >= settings.minimumCalls()
        && calls.meanLatencyNanos(now) > settings.latencyThresholdMillis() * 1_000_000L;
  }

  private boolean isOver(Phase current, long now) {
    return now - current.since >= openNanos();
  }

  private boolean takeProbe(Phase current) {
    int max = settings.halfOpenMaxCalls();
    int taken = current.probes.get();
    while (taken < max) {
      if (current.probes.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = current.probes.get();
    }
    return false;
  }

  private static void returnProbe(Phase current) {
    int taken = current.probes.get();
    while (taken > 0 && !current.probes.compareAndSet(taken, taken - 1)) {
      taken = current.probes.get();
    }
  }

  /** Ends a phase; false when another thread has ended it before. */
  private boolean change(Phase from, BreakerState to, String trigger, long now) {
    if (!PHASE.compareAndSet(this, from, new Phase(to, now))) {
      return false;
    }
    if (to == BreakerState.CLOSED) {
      window = windowOf(settings); // failures from before must not open it again
    }
    listener.changed(from.state, to, trigger);
    return true;
  }

  private void renew(Phase from, long now) {
    Phase next = new Phase(from.state, now);
    next.successes.set(from.successes.get());
    PHASE.compareAndSet(this, from, next); // else another thread did it
  }

  private static CallWindow windowOf(BreakerModel settings) {
    return new CallWindow(settings.errorRateWindowSeconds() * 1_000_000_000L);
  }

  /** One stay in a state. */
  private static final class Phase {
    final BreakerState state;
    final long since;
    final AtomicInteger failuresInARow = new AtomicInteger();
    final AtomicInteger probes = new AtomicInteger();
    final AtomicInteger successes = new AtomicInteger();

    Phase(BreakerState state, long since) {
      this.state = state;
      this.since = since;
    }
  }
}
