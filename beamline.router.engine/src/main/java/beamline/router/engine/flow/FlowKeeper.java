package beamline.router.engine.flow;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.Health.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one flow, again and again until it has started, and knows how that went. Safe for
 * concurrent use.
 */
final class FlowKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(FlowKeeper.class);
  private static final long FIRST_RETRY_MILLIS = 250;
  private static final long LONGEST_RETRY_MILLIS = 10_000;

  private final Flow flow;
  private final ScheduledExecutorService scheduler;
  private volatile boolean awaited;
  private volatile boolean started;
  private volatile boolean stopped;
  private volatile @Nullable String problem;

  FlowKeeper(Flow flow, ScheduledExecutorService scheduler) {
    this.flow = flow;
    this.scheduler = scheduler;
  }

  Flow flow() {
    return flow;
  }

  /** It is to be started as soon as it can be: until then something is missing. */
  void await() {
    awaited = true;
  }

  /** Starts it; completes after the first try, whatever came of it, and goes on trying. */
  CompletionStage<Void> start() {
    return attempt(FIRST_RETRY_MILLIS);
  }

  void stop() {
    stopped = true;
    flow.stopTaking();
  }

  Health.Component health() {
    String fault = problem;
    if (started) {
      return flow.health();
    }
    if (fault == null) {
      return awaited
          ? new Health.Component(flow.name(), Status.DEGRADED, "starting").ready(false)
          : new Health.Component(flow.name(), Status.UP, "not started");
    }
    return new Health.Component(flow.name(), Status.DOWN, "cannot start: " + fault);
  }

  private CompletionStage<Void> attempt(long retryMillis) {
    if (stopped) {
      return CompletableFuture.completedFuture(null);
    }
    return tryStart()
        .handle(
            (nothing, fault) -> {
              if (fault == null) {
                problem = null;
                started = true;
                LOG.atInfo()
                    .addKeyValue(LogEvent.KEY, LogEvent.FLOW_STARTED)
                    .addKeyValue("flow", flow.name())
                    .log("a flow has started");
              } else {
                failed(fault, retryMillis);
              }
              return null;
            });
  }

  private CompletionStage<Void> tryStart() {
    try {
      return flow.start();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void failed(Throwable fault, long retryMillis) {
    String text = text(fault);
    if (!text.equals(problem)) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.FLOW_START_FAILED)
          .addKeyValue("flow", flow.name())
          .addKeyValue("reason", text)
          .log("a flow cannot start, and will try again");
    }
    problem = text;
    if (stopped) {
      return;
    }
    try {
      ScheduledFuture<?> unused =
          scheduler.schedule(
              () -> {
                CompletionStage<Void> unusedStage =
                    attempt(Math.min(retryMillis * 2, LONGEST_RETRY_MILLIS));
              },
              retryMillis,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is not tried again: the router is closing", flow.name());
    }
  }

  private static String text(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
