package beamline.router.engine.extension.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends what is waited for when its time is over. All timers share one thread, so what follows runs
 * on the executor: no decision holds up the deadlines of others.
 *
 * @param scheduler has the timers
 * @param executor runs what follows
 */
public record Deadlines(ScheduledExecutorService scheduler, Executor executor) {
  /** How long an executor is trusted whose threads may all wait for what is to be ended. */
  private static final long PATIENCE_MILLIS = 1_000;

  /**
   * Fails with {@link TimeoutException} what is not complete after this time.
   *
   * @throws RejectedExecutionException when there are no timers any longer
   */
  public ScheduledFuture<?> set(CompletableFuture<?> waiting, long millis) {
    return scheduler.schedule(
        () -> fail(waiting, new TimeoutException()), millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Completes after this time.
   *
   * @throws RejectedExecutionException when there are no timers any longer
   */
  public CompletableFuture<Void> pause(long millis) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    ScheduledFuture<?> unused =
        scheduler.schedule(
            () -> elsewhere(() -> over.complete(null)), millis, TimeUnit.MILLISECONDS);
    return over;
  }

  /** Fails it; what follows does not run on this thread. */
  void fail(CompletableFuture<?> waiting, Throwable fault) {
    elsewhere(() -> waiting.completeExceptionally(fault));
  }

  /** Here after all when the executor takes no more; by a timer when it has no thread for long. */
  private void elsewhere(Runnable completion) {
    try {
      executor.execute(completion);
      ScheduledFuture<?> unused =
          scheduler.schedule(completion, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      completion.run(); // twice does no harm
    }
  }
}
