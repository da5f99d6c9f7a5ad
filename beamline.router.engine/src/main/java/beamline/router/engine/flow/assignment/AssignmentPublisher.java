package beamline.router.engine.flow.assignment;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.LogEvent;
import beamline.router.engine.flow.FlowContext;
import beamline.router.spi.Transport;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes assignments so that they are stored exactly once: again when an attempt fails, after
 * 100, 200 and 400 ms and up to a tenth more, always under the same message id, and not beyond the
 * deadline of the assignment. Safe for concurrent use; never blocks.
 */
public final class AssignmentPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(AssignmentPublisher.class);

  /** How many may wait for their stream, and how many more for one of these places. */
  private static final int MAX_IN_FLIGHT = 1024;

  private static final int MAX_WAITING = 16_384;
  private static final double JITTER = 0.1;

  private final FlowContext context;
  private final int maxRetries;
  private final long baseNanos;
  private final Slots slots = new Slots(MAX_IN_FLIGHT, MAX_WAITING);

  /** A publisher on the context's transport. */
  public AssignmentPublisher(FlowContext context) {
    this.context = context;
    maxRetries = context.config().get(AssignmentKeys.MAX_RETRIES);
    baseNanos = context.config().get(AssignmentKeys.RETRY_BASE).toNanos();
  }

  /**
   * Publishes what this will prepare, at once as a rule, and when there is a place otherwise.
   *
   * @return false when too many wait already; then it is neither prepared nor ended
   */
  public boolean submit(Publishing work) {
    return slots.enter(() -> begin(work));
  }

  private void begin(Publishing work) {
    Assignment assignment;
    try {
      assignment = work.prepare();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.ASSIGNMENT_NOT_PREPARED)
          .setCause(e)
          .log("an assignment could not be prepared");
      slots.leave();
      work.ended(false);
      return;
    }
    new Publication(assignment, work, context.nanoTime().getAsLong()).attempt();
  }

  private long delayNanos(int retries) {
    long delay = baseNanos << Math.min(retries, 20);
    return delay + (long) (delay * JITTER * context.random().getAsDouble());
  }

  /** One assignment, from its first attempt to its end. */
  private final class Publication implements BiConsumer<Transport.Stored, Throwable> {
    private final Assignment assignment;
    private final long start;
    private final Publishing work;
    private int retries;

    private Publication(Assignment assignment, Publishing work, long start) {
      this.assignment = assignment;
      this.work = work;
      this.start = start;
    }

    private void attempt() {
      CompletionStage<Transport.Stored> stage;
      try {
        stage = context.transport().publishAcknowledged(assignment.message());
      } catch (RuntimeException e) {
        failed(e);
        return;
      }
      CompletionStage<Transport.Stored> unused = stage.whenComplete(this);
    }

    @Override
    public void accept(Transport.@Nullable Stored stored, @Nullable Throwable fault) {
      if (fault != null) {
        failed(fault);
        return;
      }
      context
          .telemetry()
          .assignmentPublished(
              assignment.tenantId(),
              assignment.message().subject(),
              retries,
              context.nanoTime().getAsLong() - start);
      assignment.span().attribute("result", "published");
      end(true);
    }

    private void failed(Throwable fault) {
      ErrorKind kind = ErrorKind.of(fault);
      long delay = delayNanos(retries);
      long spent = context.nanoTime().getAsLong() - start;
      boolean inTime = spent + delay < TimeUnit.MILLISECONDS.toNanos(assignment.deadlineMillis());
      if (retries < maxRetries && kind.isRetryable() && inTime && again(delay)) {
        context.telemetry().assignmentRetried(assignment.tenantId(), kind.label());
        context.telemetry().assignmentDelayed(retries, delay);
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.ASSIGNMENT_RETRIED)
            .addKeyValue("tenant_id", assignment.tenantId())
            .addKeyValue("assignment_id", assignment.id())
            .addKeyValue("request_id", assignment.requestId())
            .addKeyValue("delay_ms", TimeUnit.NANOSECONDS.toMillis(delay))
            .addKeyValue("error_kind", kind.label())
            .log("an assignment is published again");
        return;
      }
      context.telemetry().assignmentFailed(assignment.tenantId(), kind.label(), retries);
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.ASSIGNMENT_NOT_PUBLISHED)
          .addKeyValue("tenant_id", assignment.tenantId())
          .addKeyValue("assignment_id", assignment.id())
          .addKeyValue("request_id", assignment.requestId())
          .addKeyValue("subject", assignment.message().subject())
          .addKeyValue("retries", retries)
          .addKeyValue("latency_ms", TimeUnit.NANOSECONDS.toMillis(spent))
          .addKeyValue("error_kind", kind.label())
          .addKeyValue("reason", fault.toString())
          .log("an assignment was not published");
      assignment.span().attribute("error_kind", kind.label());
      assignment.span().attribute("result", "failed");
      assignment.span().failed(kind.label(), "not published");
      end(false);
    }

    private boolean again(long delayNanos) {
      retries++; // before the timer can run
      try {
        ScheduledFuture<?> unused =
            context.scheduler().schedule(this::attempt, delayNanos, TimeUnit.NANOSECONDS);
        return true;
      } catch (RejectedExecutionException e) {
        retries--;
        return false;
      }
    }

    private void end(boolean stored) {
      assignment.span().attribute("retries", retries);
      assignment.span().end();
      slots.leave();
      work.ended(stored);
    }
  }
}
