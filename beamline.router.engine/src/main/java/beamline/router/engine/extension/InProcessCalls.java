package beamline.router.engine.extension;

import beamline.router.engine.extension.call.Deadlines;
import beamline.router.spi.Extension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls extensions of this process and contains whatever they do: throw, hang, block their thread,
 * answer garbage, twice, or too late. Safe for concurrent use.
 */
final class InProcessCalls {
  private final Bulkhead bulkhead;
  private final Deadlines deadlines;
  private final ReplyLimits limits;

  /**
   * Calls behind this bulkhead.
   *
   * @param deadlines of the calls
   * @param limits what their replies may be
   */
  InProcessCalls(Bulkhead bulkhead, Deadlines deadlines, ReplyLimits limits) {
    this.bulkhead = bulkhead;
    this.deadlines = deadlines;
    this.limits = limits;
  }

  /**
   * Calls one. The future fails with a {@link TimeoutException} when there was no answer in time,
   * with a {@link RejectedExecutionException} when it could not be called, with an {@link
   * InvalidReplyException} when the answer is garbage.
   */
  CompletableFuture<Extension.Reply> call(
      String extensionId, Extension extension, Extension.Request request) {
    CompletableFuture<Extension.Reply> answer = new CompletableFuture<>();
    try {
      ScheduledFuture<?> alarm = deadlines.set(answer, request.timeoutMillis());
      try {
        Bulkhead.Entry entry =
            bulkhead.enter(
                extensionId,
                () -> start(extension, request, answer),
                answer::completeExceptionally);
        return answer.whenComplete(
            (reply, fault) -> {
              alarm.cancel(false);
              entry.expired();
            });
      } catch (RejectedExecutionException e) {
        alarm.cancel(false);
        throw e;
      }
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Returns what is to be done when the extension no longer holds the thread. */
  @SuppressWarnings("CatchingUnchecked") // whatever a third party throws is its failure, not ours
  private Runnable start(
      Extension extension, Extension.Request request, CompletableFuture<Extension.Reply> answer) {
    if (answer.isDone()) {
      return () -> {};
    }
    CompletableFuture<Extension.Reply> given = new CompletableFuture<>();
    try {
      CompletionStage<Extension.Reply> stage = extension.call(request);
      if (stage == null) {
        given.completeExceptionally(new InvalidReplyException("it returned no stage"));
      } else {
        CompletionStage<Extension.Reply> unused =
            stage.whenComplete((reply, fault) -> take(reply, fault, given));
      }
    } catch (Throwable t) {
      given.completeExceptionally(t);
      if (t instanceof VirtualMachineError error && !(t instanceof StackOverflowError)) {
        answer.completeExceptionally(t);
        throw error; // the process is in trouble: not only this call
      }
    }
    return () -> {
      CompletableFuture<Extension.Reply> unused =
          given.whenComplete(
              (reply, fault) -> {
                if (fault == null) {
                  answer.complete(reply);
                } else {
                  answer.completeExceptionally(fault);
                }
              });
    };
  }

  @SuppressWarnings("CatchingUnchecked") // the maps of a reply may be of any class
  private void take(
      Extension.@Nullable Reply reply,
      @Nullable Throwable fault,
      CompletableFuture<Extension.Reply> given) {
    try {
      if (fault != null) {
        given.completeExceptionally(fault);
      } else if (reply == null) {
        given.completeExceptionally(new InvalidReplyException("it answered nothing"));
      } else {
        given.complete(limits.copy(reply));
      }
    } catch (Throwable t) {
      given.completeExceptionally(t);
    }
  }
}
