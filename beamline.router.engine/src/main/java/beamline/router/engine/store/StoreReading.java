package beamline.router.engine.store;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a store has, and while the store is away tries again and again, off the calling
 * thread. Safe for concurrent use.
 */
public final class StoreReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreReading.class);
  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final String what;
  private final Runnable reading;
  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Whether it will be read anyway: whoever wants that need not ask for it once more. */
  private final AtomicBoolean pending = new AtomicBoolean();

  private volatile @Nullable String trouble;
  private volatile boolean closed;

  /**
   * Nothing is read before {@link #run}.
   *
   * @param what is read, in the plural
   * @param reading reads it, or throws; may be called by several threads at once
   */
  public StoreReading(
      String what, Runnable reading, Executor executor, ScheduledExecutorService scheduler) {
    this.what = what;
    this.reading = reading;
    this.executor = executor;
    this.scheduler = scheduler;
  }

  /**
   * Reads it, now or later.
   *
   * @throws RouterException when the configuration is wrong, or something else that trying again
   *     does not help; what turns out later is told by {@link #trouble}, and tried again
   */
  public void run() {
    try {
      reading.run();
      done.complete(null);
    } catch (RuntimeException e) {
      if (!mayPass(e)) {
        throw e;
      }
      failed(e, FIRST_WAIT_MILLIS);
    }
  }

  /** Reads it again soon, off the calling thread. */
  public void again() {
    if (!closed && pending.compareAndSet(false, true)) {
      hand(FIRST_WAIT_MILLIS);
    }
  }

  /** A store of somebody else may throw anything when it is away. */
  private static boolean mayPass(RuntimeException e) {
    return !(e instanceof RouterException known)
        || (known.code().isOfTheRouter() && known.code() != ErrorCode.CONFIGURATION_INVALID);
  }

  /** Does something as soon as it was read; at once if it was. */
  public void whenDone(Runnable action) {
    if (done.isDone()) {
      action.run();
      return;
    }
    CompletableFuture<Void> unused =
        done.thenRun(action)
            .exceptionally(
                fault -> {
                  LOG.atError()
                      .addKeyValue(LogEvent.KEY, LogEvent.STORE_FOLLOW_UP_FAILED)
                      .addKeyValue("store", what)
                      .setCause(fault)
                      .log("what waited for a store failed");
                  return null;
                });
  }

  /** Why it could not be read when that was tried last; empty once it was. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void read(long waitMillis) {
    pending.set(false); // what changes from now on is to be read once more
    if (closed) {
      return;
    }
    try {
      reading.run();
    } catch (RuntimeException e) {
      failed(e, Math.min(2 * waitMillis, LONGEST_WAIT_MILLIS));
      return;
    }
    if (trouble != null) {
      trouble = null;
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.STORE_READABLE)
          .addKeyValue("store", what)
          .log("a store could be read");
    }
    done.complete(null);
  }

  private void failed(RuntimeException e, long waitMillis) {
    String reason = e instanceof RouterException ? String.valueOf(e.getMessage()) : e.toString();
    if (!reason.equals(trouble)) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.STORE_UNREADABLE)
          .addKeyValue("store", what)
          .addKeyValue("reason", reason)
          .log("a store cannot be read, trying again");
    }
    trouble = reason;
    if (pending.compareAndSet(false, true)) {
      later(waitMillis);
    }
  }

  private void later(long waitMillis) {
    try {
      ScheduledFuture<?> unused =
          scheduler.schedule(() -> hand(waitMillis), waitMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing: {} are not read any more", what);
    }
  }

  private void hand(long waitMillis) {
    try {
      executor.execute(() -> read(waitMillis));
    } catch (RejectedExecutionException e) {
      if (!closed) {
        later(LONGEST_WAIT_MILLIS);
      }
    }
  }
}
