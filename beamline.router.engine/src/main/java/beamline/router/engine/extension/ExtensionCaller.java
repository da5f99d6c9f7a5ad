package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExtensionKeys;
import beamline.router.api.RuntimeKeys;
import beamline.router.engine.extension.ExtensionLookup.Callee;
import beamline.router.engine.extension.call.Attempt;
import beamline.router.engine.extension.call.BusCalls;
import beamline.router.engine.extension.call.CallFailure;
import beamline.router.engine.extension.call.CallLimits;
import beamline.router.engine.extension.call.CallTerms;
import beamline.router.engine.extension.call.Deadlines;
import beamline.router.engine.extension.call.InstanceChoice;
import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.spi.Extension;
import beamline.router.spi.Span;
import beamline.router.spi.Telemetry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls one extension and contains whatever it does: it has a deadline, and ends in a {@link
 * CallResult}, never in an exception. Safe for concurrent use.
 */
final class ExtensionCaller {
  private final ExtensionLookup lookup;
  private final ExtensionBreakers breakers;
  private final CallLimits limits;
  private final BusCalls bus;
  private final InProcessCalls inProcess;
  private final Deadlines deadlines;
  private final LongSupplier nanoTime;
  private final Telemetry telemetry;

  ExtensionCaller(ExtensionParts parts, ExtensionBreakers breakers) {
    this.lookup = new ExtensionLookup(parts.registry(), parts.sources());
    this.breakers = breakers;
    this.limits = CallLimits.of(parts.config());
    this.deadlines = new Deadlines(parts.scheduler(), parts.executor());
    this.nanoTime = parts.nanoTime();
    this.telemetry = parts.telemetry();
    InstanceChoice instances =
        new InstanceChoice(
            parts.random(), nanoTime, id -> parts.registry().find(id) != null, telemetry);
    this.inProcess = new InProcessCalls(bulkhead(parts), deadlines, ReplyLimits.of(limits));
    this.bus = new BusCalls(parts.transport(), instances, limits, deadlines, nanoTime);
  }

  /** Half of the threads are for stores and whatever else the engine waits for. */
  private static Bulkhead bulkhead(ExtensionParts parts) {
    return new Bulkhead(
        parts.executor(),
        Math.max(1, parts.config().get(RuntimeKeys.EXECUTOR_MAX_THREADS) / 2),
        parts.config().get(ExtensionKeys.MAX_BLOCKED_CALLS));
  }

  /**
   * Calls it; the stage never fails.
   *
   * @param request with what is left of its time
   * @param parent the span that it is called for
   */
  CompletionStage<CallResult> call(ExtensionItem item, Extension.Request request, Span parent) {
    long start = nanoTime.getAsLong();
    CallSpan span = new CallSpan(parent, item);
    RetriedCall call;
    try {
      Callee callee = lookup.find(item, request);
      span.begin(callee);
      if (!breakers.tryAcquire(item.id())) {
        throw CallFailure.unblamed(
            ErrorCode.EXTENSION_CIRCUIT_OPEN, "is not called: its circuit breaker is open");
      }
      call = prepare(item, callee, request, span);
      ExtensionRecord.Version version = callee.version();
      if (version != null) {
        telemetry.extensionVersionCalled(item.id(), version.name());
      }
    } catch (CallFailure e) {
      return CompletableFuture.completedFuture(
          span.ended(failed(item, e.code(), e.what(), start).unblamed()));
    } catch (RuntimeException e) { // such as that of a value of the host which cannot be written
      String what = "could not be called: " + e.getClass().getName();
      return CompletableFuture.completedFuture(
          span.ended(failed(item, ErrorCode.EXTENSION_ERROR, what, start).unblamed().because(e)));
    }
    return call.run()
        .handle(
            (reply, fault) -> {
              if (call.retries() > 0) {
                telemetry.extensionRetried(item.id(), call.retries());
              }
              Throwable cause = RetriedCall.cause(fault);
              CallResult result = span.ended(result(item, call, reply, cause, start));
              if (isUnblamed(call, cause)) {
                breakers.release(item.id());
                return result.unblamed();
              }
              breakers.record(item.id(), cause != null, result.latencyNanos());
              return result;
            });
  }

  private RetriedCall prepare(
      ExtensionItem item, Callee callee, Extension.Request request, CallSpan span)
      throws CallFailure {
    try {
      CallTerms terms = CallTerms.of(item, callee.version(), limits);
      Attempt attempt = attempt(item, callee, request, terms, span);
      return new RetriedCall(attempt, terms, request.timeoutMillis(), deadlines, nanoTime);
    } catch (CallFailure | RuntimeException e) {
      breakers.release(item.id());
      throw e;
    }
  }

  private Attempt attempt(
      ExtensionItem item, Callee callee, Extension.Request request, CallTerms terms, CallSpan span)
      throws CallFailure {
    if (callee instanceof Callee.Distant distant) {
      Attempt sent =
          bus.prepare(
              distant.record(),
              distant.version(),
              distant.subject(),
              ExtensionLookup.kind(item),
              asked(request, terms, terms.timeoutMillis()),
              span::inject);
      ReplyLimits most = ReplyLimits.of(limits.loweredBy(distant.version().metadata()));
      return timeoutMillis -> sent.within(timeoutMillis).thenApply(most::copy);
    }
    Extension extension = ((Callee.Own) callee).extension();
    return timeoutMillis ->
        inProcess.call(item.id(), extension, asked(request, terms, timeoutMillis));
  }

  private static Extension.Request asked(
      Extension.Request request, CallTerms terms, long timeoutMillis) {
    return new Extension.Request(
        request.tenantId(),
        request.policyId(),
        request.traceId(),
        request.payload(),
        request.context(),
        terms.config(),
        timeoutMillis);
  }

  private CallResult result(
      ExtensionItem item,
      RetriedCall call,
      Extension.@Nullable Reply reply,
      @Nullable Throwable cause,
      long start) {
    if (cause instanceof TimeoutException) {
      return late(item, call, start);
    }
    if (cause instanceof CallFailure failure) {
      return failed(item, failure.code(), failure.what(), start);
    }
    if (cause instanceof RejectedExecutionException) {
      return failed(
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
    if (cause != null) {
      String what = "failed: " + cause.getClass().getName();
      return failed(item, ErrorCode.EXTENSION_ERROR, what, start).because(cause);
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

  private CallResult late(ExtensionItem item, RetriedCall call, long start) {
    int retries = call.retries();
    return new CallResult(
        "timeout",
        null,
        retries == 0 ? ErrorCode.EXTENSION_TIMEOUT : ErrorCode.EXTENSION_MAX_RETRIES_EXCEEDED,
        "extension '"
            + item.id()
            + "' did not answer within "
            + call.waitMillis()
            + " ms"
            + (retries == 0 ? "" : " and " + retries + " retries"),
        Map.of("timeout_ms", call.waitMillis(), "retries", retries),
        nanoTime.getAsLong() - start);
  }

  private CallResult failed(ExtensionItem item, ErrorCode code, String what, long start) {
    boolean unavailable =
        code == ErrorCode.EXTENSION_UNAVAILABLE || code == ErrorCode.EXTENSION_CIRCUIT_OPEN;
    return new CallResult(
        unavailable ? "unavailable" : "error",
        null,
        code,
        "extension '" + item.id() + "' " + what,
        Map.of(),
        nanoTime.getAsLong() - start);
  }

  /** Whether a call says nothing about how the extension does. */
  private static boolean isUnblamed(RetriedCall call, @Nullable Throwable cause) {
    return cause instanceof RejectedExecutionException
        || (cause instanceof CallFailure failure && !failure.blamed())
        || (cause instanceof TimeoutException && !call.hadItsTime());
  }
}
