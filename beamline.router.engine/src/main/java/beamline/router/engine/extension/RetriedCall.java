package beamline.router.engine.extension;

import beamline.router.engine.extension.call.Attempt;
import beamline.router.engine.extension.call.CallTerms;
import beamline.router.engine.extension.call.Deadlines;
import beamline.router.spi.Extension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call with its retries. Only a time-out is tried again, after 100 ms that double with each try
 * (routing contract 4.3), and none that the request has no time for. Used by one thread at a time.
 */
final class RetriedCall {
  private static final long FIRST_BACKOFF_MILLIS = 100;

  private final Attempt attempt;
  private final CallTerms terms;
  private final long leftMillis;
  private final Deadlines deadlines;
  private final LongSupplier nanoTime;
  private final long start;
  private int retries;
  private long waitMillis;
  private boolean hadItsTime;

  /**
   * A call that starts now.
   *
   * @param leftMillis what is left of the request's time
   * @param deadlines where it waits for the next try
   */
  RetriedCall(
      Attempt attempt,
      CallTerms terms,
      long leftMillis,
      Deadlines deadlines,
      LongSupplier nanoTime) {
    this.attempt = attempt;
    this.terms = terms;
    this.leftMillis = leftMillis;
    this.deadlines = deadlines;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  CompletionStage<Extension.Reply> run() {
    long left = Math.max(1, left());
    waitMillis = Math.min(terms.timeoutMillis(), left);
    hadItsTime |= waitMillis == terms.timeoutMillis();
    CompletionStage<Extension.Reply> answer = attempted();
    return retries == terms.retries()
        ? answer
        : answer
            .handle((reply, fault) -> isToBeTriedAgain(fault) ? again() : answer)
            .thenCompose(stage -> stage);
  }

  private CompletionStage<Extension.Reply> attempted() {
    try {
      return attempt.within(waitMillis);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e); // such as a scheduler that is closed
    }
  }

  /** Retries that were made. */
  int retries() {
    return retries;
  }

  /** How long the last attempt was waited for. */
  long waitMillis() {
    return waitMillis;
  }

  /** Whether an attempt had the time that the extension may take: else it is not to blame. */
  boolean hadItsTime() {
    return hadItsTime;
  }

  private boolean isToBeTriedAgain(@Nullable Throwable fault) {
    return cause(fault) instanceof TimeoutException && left() > backoff();
  }

  private CompletionStage<Extension.Reply> again() {
    long backoff = backoff();
    retries++; // before the timer may run
    return deadlines.pause(backoff).thenCompose(over -> run());
  }

  private long backoff() {
    return FIRST_BACKOFF_MILLIS << retries;
  }

  private long left() {
    return leftMillis - (nanoTime.getAsLong() - start) / 1_000_000;
  }

  /** What a stage failed of. */
  static @Nullable Throwable cause(@Nullable Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }
}
