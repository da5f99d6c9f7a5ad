package beamline.router.engine.flow.intake;

import beamline.router.api.ErrorCode;
import beamline.router.api.IntakeKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health;
import beamline.router.engine.flow.DecideParts;
import beamline.router.engine.flow.Flow;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.flow.admin.RecentDecisions;
import beamline.router.engine.flow.assignment.AssignmentIds;
import beamline.router.engine.flow.assignment.AssignmentPublisher;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.engine.wire.Intake;
import beamline.router.spi.Transport;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves decide requests on a core subscription. While a stream that confirms messages holds their
 * subject it does not: the stream's confirmation would reach the caller before the answer and be
 * taken for it. It looks for such a stream before it serves and now and then afterwards.
 */
public final class DecideFlow implements Flow {
  private static final Logger LOG = LoggerFactory.getLogger(DecideFlow.class);
  private static final long LOAD_LOOK_MILLIS = 250;
  private static final long STREAM_LOOK_MILLIS = 15_000;

  private final FlowContext context;
  private final String subject;
  private final String queueGroup;
  private final Load load;
  private final Underway underway = new Underway();
  private final DecideHandler handler;
  private volatile Transport.@Nullable Subscription subscription;
  private volatile @Nullable String capturing;
  private volatile boolean stopped;
  private @Nullable ScheduledFuture<?> loadTimer;
  private @Nullable ScheduledFuture<?> streamTimer;

  /**
   * A flow that has not begun.
   *
   * @param publisher of assignments, which other flows may use as well
   * @param deadLetters takes invalid requests
   * @param recent is told every decision
   * @param load is told how long requests take
   */
  public DecideFlow(
      FlowContext context,
      DecideParts parts,
      AssignmentPublisher publisher,
      AssignmentIds ids,
      DeadLetters deadLetters,
      RecentDecisions recent,
      Load load) {
    this.context = context;
    this.load = load;
    subject = context.config().get(IntakeKeys.SUBJECT);
    queueGroup = context.config().get(IntakeKeys.QUEUE_GROUP);
    Intake intake = new Intake(parts.rules(), parts.codecs(), new GatewayErrors(parts.errors()));
    Once once =
        context.config().get(ResultKeys.IDEMPOTENCY_ENABLED) ? new Once(context, ids) : null;
    handler =
        new DecideHandler(
            context,
            new IntakeParts(parts.decider(), publisher, ids, deadLetters, recent, load, underway),
            intake,
            once);
  }

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public boolean durable() {
    return false;
  }

  @Override
  public CompletionStage<Void> start() {
    return holdingStream()
        .thenAccept(
            stream -> {
              if (stream.isPresent()) {
                throw new RouterException(ErrorCode.CONFIGURATION_INVALID, captured(stream.get()));
              }
              serve();
              startTimers();
            });
  }

  private CompletionStage<Optional<String>> holdingStream() {
    return context
        .transport()
        .confirmingStream(subject)
        .whenComplete((stream, fault) -> context.telemetry().streamsAsked(subject, fault == null));
  }

  private String captured(String stream) {
    return "stream "
        + stream
        + " holds "
        + subject
        + ": its confirmations would be taken for answers; remove the subject from it, or set"
        + " no_ack";
  }

  private synchronized void serve() {
    if (!stopped && subscription == null) {
      subscription = context.transport().serve(subject, queueGroup, handler);
    }
  }

  private synchronized void startTimers() {
    if (stopped || loadTimer != null) {
      return;
    }
    loadTimer =
        context
            .scheduler()
            .scheduleWithFixedDelay(
                this::lookAtLoad, LOAD_LOOK_MILLIS, LOAD_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    streamTimer =
        context
            .scheduler()
            .scheduleWithFixedDelay(
                this::lookForStream, STREAM_LOOK_MILLIS, STREAM_LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookAtLoad() {
    Transport.Subscription served = subscription;
    load.evaluate(served == null ? 0 : served.pending(), underway.count());
  }

  private void lookForStream() {
    if (stopped || context.transport().state() != Transport.State.CONNECTED) {
      return;
    }
    CompletionStage<Void> unused =
        holdingStream()
            .thenAccept(stream -> stream.ifPresentOrElse(this::withdraw, this::resume))
            .exceptionally(
                fault -> {
                  LOG.debug("streams cannot be looked at: {}", fault.toString());
                  return null;
                });
  }

  private synchronized void withdraw(String stream) {
    Transport.Subscription served = subscription;
    subscription = null;
    capturing = captured(stream);
    if (served != null) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.DECIDE_SUBJECT_CAPTURED)
          .addKeyValue("stream", stream)
          .addKeyValue("reason", captured(stream))
          .log("no decide request is served any more");
      served.close();
    }
  }

  private synchronized void resume() {
    if (capturing != null) {
      capturing = null;
      serve();
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.DECIDE_RESUMED)
          .log("decide requests are served again");
    }
  }

  @Override
  public synchronized void stopTaking() {
    stopped = true;
    if (loadTimer != null) {
      loadTimer.cancel(false);
    }
    if (streamTimer != null) {
      streamTimer.cancel(false);
    }
  }

  @Override
  public CompletionStage<Void> finished() {
    return underway.idle();
  }

  @Override
  public Health.Component health() {
    String problem = capturing;
    if (problem != null) {
      return new Health.Component(name(), Health.Status.DOWN, problem);
    }
    Load.Status status = load.last().status();
    return status == Load.Status.ACTIVE
        ? new Health.Component(name(), Health.Status.DEGRADED, "overloaded: " + load.last())
        : new Health.Component(
            name(), Health.Status.UP, "serving " + subject + ", load " + status.label());
  }
}
