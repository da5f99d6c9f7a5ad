package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls one extension and contains whatever it does: it runs on the executor, has a deadline, and
 * ends in a {@link CallResult}, never in an exception. Only a time-out is tried again, after 100 ms
 * that double with each try (routing contract 4.3).
 */
final class ExtensionCaller {
  private static final long FIRST_BACKOFF_MILLIS = 100;

  private final List<ExtensionSource> sources;
  private final InProcessCalls calls;
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;

  ExtensionCaller(
      List<ExtensionSource> sources,
      InProcessCalls calls,
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime) {
    this.sources = List.copyOf(sources);
    this.calls = calls;
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
  }

  /** Calls it; the stage never fails. */
  CompletionStage<CallResult> call(ExtensionItem item, Extension.Request request) {
    long start = nanoTime.getAsLong();
    Optional<Extension> extension;
    try {
      extension = find(item);
    } catch (RuntimeException | LinkageError e) {
      return CompletableFuture.completedFuture(
          failed(item, ErrorCode.EXTENSION_ERROR, "cannot be looked up", start));
    }
    if (extension.isEmpty()) {
      return CompletableFuture.completedFuture(
          failed(item, ErrorCode.EXTENSION_NOT_FOUND, "does not exist", start));
    }
    return attempt(extension.get(), item, request, 0)
        .handle((reply, fault) -> result(item, request, reply, fault, start));
  }

  private Optional<Extension> find(ExtensionItem item) {
    Extension.Kind kind = kind(item);
    for (ExtensionSource source : sources) {
      Optional<Extension> extension = source.find(item.id(), kind);
      if (extension.isPresent()) {
        return extension;
      }
    }
    return Optional.empty();
  }

  private CompletionStage<Extension.Reply> attempt(
      Extension extension, ExtensionItem item, Extension.Request request, int tried) {
    CompletableFuture<Extension.Reply> answer = calls.call(item.id(), extension, request);
    if (tried >= item.retry()) {
      return answer;
    }
    return answer
        .handle(
            (reply, fault) -> {
              if (!(cause(fault) instanceof TimeoutException)) {
                return (CompletionStage<Extension.Reply>) answer;
              }
              CompletableFuture<Extension.Reply> again = new CompletableFuture<>();
              ScheduledFuture<?> unused =
                  scheduler.schedule(
                      () ->
                          attempt(extension, item, request, tried + 1)
                              .whenComplete((late, lateFault) -> complete(again, late, lateFault)),
                      FIRST_BACKOFF_MILLIS << Math.min(tried, 10),
                      TimeUnit.MILLISECONDS);
              return again;
            })
        .thenCompose(stage -> stage);
  }

  private static void complete(
      CompletableFuture<Extension.Reply> target,
      Extension.@Nullable Reply reply,
      @Nullable Throwable fault) {
    if (fault != null) {
      target.completeExceptionally(fault);
    } else if (reply == null) {
      target.completeExceptionally(new IllegalStateException("answered nothing"));
    } else {
      target.complete(reply);
    }
  }

  private CallResult result(
      ExtensionItem item,
      Extension.Request request,
      Extension.@Nullable Reply reply,
      @Nullable Throwable fault,
      long start) {
    Throwable cause = cause(fault);
    if (cause instanceof TimeoutException) {
      String tries = item.retry() == 0 ? "" : " and " + item.retry() + " retries";
      return new CallResult(
          "timeout",
          null,
          item.retry() == 0
              ? ErrorCode.EXTENSION_TIMEOUT
              : ErrorCode.EXTENSION_MAX_RETRIES_EXCEEDED,
          "extension '"
              + item.id()
              + "' did not answer within "
              + request.timeoutMillis()
              + " ms"
              + tries,
          Map.of("timeout_ms", request.timeoutMillis(), "retries", item.retry()),
          nanoTime.getAsLong() - start);
    }
    if (cause instanceof RejectedExecutionException) {
      return failed(
          "unavailable",
          item,
          ErrorCode.EXTENSION_UNAVAILABLE,
          "could not be called: too many calls are under way",
          start);
    }
    if (cause instanceof InvalidReplyException) {
      return failed(
          item,
          ErrorCode.EXTENSION_ERROR,
          "gave an answer that cannot be used: " + cause.getMessage(),
          start);
    }
    if (cause != null || reply == null) {
      return failed(
          item,
          ErrorCode.EXTENSION_ERROR,
          "failed: " + (cause == null ? "" : cause.getClass().getName()),
          start);
    }
    if (reply instanceof Extension.Reply.Refuse refuse) {
      return new CallResult(
          "refused",
          reply,
          ErrorCode.VALIDATOR_BLOCKED,
          "extension '" + item.id() + "' refused the request: " + refuse.reason(),
          refuse.details(),
          nanoTime.getAsLong() - start);
    }
    return new CallResult(
        "ok", reply, ErrorCode.INTERNAL_ERROR, "", Map.of(), nanoTime.getAsLong() - start);
  }

  private CallResult failed(ExtensionItem item, ErrorCode code, String what, long start) {
    return failed("error", item, code, what, start);
  }

  private CallResult failed(
      String status, ExtensionItem item, ErrorCode code, String what, long start) {
    return new CallResult(
        status,
        null,
        code,
        "extension '" + item.id() + "' " + what,
        Map.of(),
        nanoTime.getAsLong() - start);
  }

  private static @Nullable Throwable cause(@Nullable Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  static Extension.Kind kind(ExtensionItem item) {
    return switch (item.kind()) {
      case PRE -> Extension.Kind.PRE;
      case VALIDATOR -> Extension.Kind.VALIDATOR;
      case POST -> Extension.Kind.POST;
    };
  }
}
