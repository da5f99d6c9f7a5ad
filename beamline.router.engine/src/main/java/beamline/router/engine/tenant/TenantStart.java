package beamline.router.engine.tenant;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is set for tenants, and while their store is away tries again and again, off the
 * calling thread.
 */
public final class TenantStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantStart.class);
  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final Tenants tenants;
  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile @Nullable String trouble;
  private volatile boolean closed;

  /** Nothing is read before {@link #run}. */
  public TenantStart(Tenants tenants, Executor executor, ScheduledExecutorService scheduler) {
    this.tenants = tenants;
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
      tenants.load();
      done.complete(null);
    } catch (RuntimeException e) {
      if (!mayPass(e)) {
        throw e;
      }
      failed(e, FIRST_WAIT_MILLIS);
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
                  LOG.error("what waited for the limits and budgets of tenants failed", fault);
                  return null;
                });
  }

  /** Why it could not be read; empty once it was. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void tryAgain(long waitMillis) {
    if (closed) {
      return;
    }
    try {
      tenants.load();
      trouble = null;
      LOG.info("the limits and budgets of tenants are known now");
    } catch (RuntimeException e) {
      failed(e, Math.min(2 * waitMillis, LONGEST_WAIT_MILLIS));
      return;
    }
    done.complete(null);
  }

  private void failed(RuntimeException e, long waitMillis) {
    String reason = e instanceof RouterException ? String.valueOf(e.getMessage()) : e.toString();
    if (!reason.equals(trouble)) {
      LOG.warn("no decision before the limits and budgets of tenants are known: {}", reason);
    }
    trouble = reason;
    later(waitMillis);
  }

  private void later(long waitMillis) {
    try {
      ScheduledFuture<?> unused =
          scheduler.schedule(() -> hand(waitMillis), waitMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closing: tenants are not read any more");
    }
  }

  private void hand(long waitMillis) {
    try {
      executor.execute(() -> tryAgain(waitMillis));
    } catch (RejectedExecutionException e) {
      if (!closed) {
        later(LONGEST_WAIT_MILLIS);
      }
    }
  }
}
