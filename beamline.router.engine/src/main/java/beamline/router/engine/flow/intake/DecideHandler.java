package beamline.router.engine.flow.intake;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.WireMessage;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.flow.admin.RecentDecisions;
import beamline.router.engine.flow.assignment.Assignment;
import beamline.router.engine.flow.assignment.AssignmentGate;
import beamline.router.engine.flow.assignment.AssignmentIds;
import beamline.router.engine.flow.assignment.AssignmentPublisher;
import beamline.router.engine.flow.assignment.AssignmentWriter;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.provider.ExecutionReports;
import beamline.router.engine.wire.Caller;
import beamline.router.engine.wire.Intake;
import beamline.router.engine.wire.Reading;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A decide request from its arrival to its reply, and on to its assignment. All of it happens on
 * the thread that delivers the request, unless its policy has extensions or it has an idempotency
 * key. Safe for concurrent use.
 */
final class DecideHandler implements Consumer<Message> {
  private final Decider decider;
  private final Intake intake;
  private final Replies replies;
  private final Refused refused;
  private final @Nullable Once once;
  private final boolean assigning;
  private final AssignmentGate gate;
  private final AssignmentIds ids;
  private final AssignmentWriter writer;
  private final AssignmentPublisher publisher;
  private final RecentDecisions recent;
  private final Load load;
  private final TenantWatch watch;
  private final Underway underway;
  private final FlowTelemetry telemetry;
  private final ExecutionReports reports;
  private final LongSupplier nanoTime;

  DecideHandler(FlowContext context, IntakeParts parts, Intake intake, @Nullable Once once) {
    this.decider = parts.decider();
    this.intake = intake;
    this.once = once;
    this.underway = parts.underway();
    this.replies = new Replies(context, intake, underway);
    this.refused = new Refused(context, parts.deadLetters(), underway);
    this.assigning = context.transport().hasStreams();
    this.gate = new AssignmentGate(context.controls(), context.telemetry());
    this.ids = parts.ids();
    this.writer = new AssignmentWriter(context.config());
    this.publisher = parts.publisher();
    this.recent = parts.recent();
    this.load = parts.load();
    this.watch = new TenantWatch(context.config(), context.telemetry());
    this.telemetry = context.telemetry();
    this.reports = context.reports();
    this.nanoTime = context.nanoTime();
  }

  @Override
  public void accept(Message message) {
    long start = nanoTime.getAsLong();
    WireMessage wire =
        new WireMessage(
            message.headers().getOrDefault("content-type", ""),
            message.headers(),
            message.payload());
    if (load.isActive()) {
      turnAway(message, intake.glance(wire), start);
      return;
    }
    underway.began();
    Reading reading = intake.read(wire);
    refused.lookAtHeaders(message);
    if (reading instanceof Reading.Refused refusal) {
      refuse(message, refusal.rejection(), refusal.caller(), start);
      return;
    }
    RouteRequest request = ((Reading.Accepted) reading).request();
    watch.saw(request, start);
    if (!assigning && request.pushAssignment()) {
      reject(message, unassignable(), reading.caller(), null, start);
      return;
    }
    if (once != null && request.idempotencyKey().isPresent()) {
      begin(once, message, request, reading.caller(), start);
    } else {
      decide(message, request, reading.caller(), null, start);
    }
  }

  /** Whoever asks for an assignment would wait for its result in vain. */
  private static RouteRejection unassignable() {
    return RouteRejection.of(
        ErrorCode.CONFIGURATION_INVALID,
        "push_assignment needs streams, and the transport of this node has none"
            + " (transport.nats.jetstream.enabled)");
  }

  private void turnAway(Message message, Caller caller, long start) {
    RouteRejection rejection =
        RouteRejection.of(
                ErrorCode.SERVICE_OVERLOADED, ErrorCode.SERVICE_OVERLOADED.defaultMessage())
            .retryAfter(load.retryAfter());
    replies.send(message, rejection, caller, false);
    answered(message, "overloaded", start);
  }

  private void refuse(Message message, RouteRejection rejection, Caller caller, long start) {
    replies.send(message, rejection, caller, false);
    answered(message, "refused", start);
    refused.take(message, rejection, caller);
    underway.ended();
  }

  /** Asks whether it was answered before; goes on when the answer is there. */
  private void begin(Once marks, Message message, RouteRequest request, Caller caller, long start) {
    CompletionStage<Begin> stage;
    try {
      stage =
          marks.begin(
              request.tenantId(), request.idempotencyKey().orElseThrow(), message.payload());
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedFuture(e);
    }
    CompletionStage<Begin> unused =
        stage.whenComplete(
            (begin, fault) -> {
              if (fault != null) {
                reject(message, Duplicates.unknown(), caller, null, start);
              } else {
                begun(begin, message, request, caller, start);
              }
            });
  }

  private void begun(
      Begin begin, Message message, RouteRequest request, Caller caller, long start) {
    telemetry.idempotency("decide", !(begin instanceof Begin.First));
    if (begin instanceof Begin.First first) {
      decide(message, request, caller, first.lease(), start);
    } else if (begin instanceof Begin.Answered before) {
      replies.sendAgain(message, before.reply(), caller);
      answered(message, "duplicate", start);
      underway.ended();
    } else if (begin instanceof Begin.Conflict) {
      telemetry.idempotencyConflict("decide");
      refuse(message, Duplicates.conflict(), caller, start);
    } else {
      RouteRejection rejection =
          begin instanceof Begin.Forgotten ? Duplicates.forgotten() : Duplicates.busy();
      reject(message, rejection, caller, null, start);
    }
  }

  private void decide(
      Message message, RouteRequest request, Caller caller, @Nullable Lease lease, long start) {
    CompletableFuture<RouteOutcome> outcome;
    try {
      outcome = decider.decideAsync(request).toCompletableFuture();
    } catch (RuntimeException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
      decided(message, request, outcome.join(), caller, lease, start);
      return;
    }
    CompletableFuture<RouteOutcome> unused =
        outcome.whenComplete(
            (made, fault) ->
                decided(
                    message,
                    request,
                    fault == null ? made : Intake.refusal(fault),
                    caller,
                    lease,
                    start));
  }

  private void decided(
      Message message,
      RouteRequest request,
      RouteOutcome outcome,
      Caller caller,
      @Nullable Lease lease,
      long start) {
    if (outcome instanceof RouteRejection rejection) {
      reject(message, rejection, caller, lease, start);
      return;
    }
    RouteDecision decision = (RouteDecision) outcome;
    if (!gate.opens(request)) {
      if (request.pushAssignment()) {
        release(decision);
      }
      byte[] reply = answer(message, request, decision, caller, lease, start);
      if (lease != null) {
        lease.complete(reply);
      }
      underway.ended();
      return;
    }
    Exchange exchange = new Exchange(this, message, request, decision, caller, lease, start);
    if (!publisher.submit(exchange)) {
      release(decision);
      RouteRejection full =
          RouteRejection.of(ErrorCode.SERVICE_OVERLOADED, "too many assignments wait")
              .retryAfter(load.retryAfter());
      reject(message, full, caller, lease, start);
    }
  }

  /** Nobody will execute it: what it reserved comes back. */
  void release(RouteDecision decision) {
    decision.reservation().ifPresent(reports::release);
  }

  private void reject(
      Message message, RouteRejection rejection, Caller caller, @Nullable Lease lease, long start) {
    byte[] reply = replies.send(message, rejection, caller, false);
    answered(
        message,
        rejection.code() == ErrorCode.SERVICE_OVERLOADED ? "overloaded" : "rejected",
        start);
    if (lease != null) {
      lease.abort(reply); // it had no effect: the same key may try again
    }
    String tenantId = caller.ids().tenantId();
    if (rejection.code() == ErrorCode.TENANT_FORBIDDEN && tenantId != null) {
      refused.forbidden(message, tenantId);
    }
    underway.ended();
  }

  /** Replies with a decision; returns the bytes. */
  byte[] answer(
      Message message,
      RouteRequest request,
      RouteDecision decision,
      Caller caller,
      @Nullable Lease lease,
      long start) {
    WireMessage written = replies.write(decision, caller, request.traced());
    byte[] reply = written.body();
    // who has the reply may ask for it again at once
    recent.keep(request.tenantId(), caller.ids().messageId(), caller.ids().requestId(), reply);
    replies.send(message, written);
    if (lease != null) {
      lease.answered(reply);
    }
    load.sample(answered(message, "ok", start));
    return reply;
  }

  /** The assignment of a decision. */
  Assignment assignment(
      Message message, RouteRequest request, RouteDecision decision, @Nullable Lease lease) {
    String id = (lease == null ? ids.next() : lease.assignmentId()).toString();
    RouteRequest routed = decision.request().orElse(request); // as pre-processors changed it
    return writer.write(id, routed, decision, message.headers());
  }

  /** A request is done, its assignment included. */
  void ended() {
    underway.ended();
  }

  private long answered(Message message, String status, long start) {
    long latency = nanoTime.getAsLong() - start;
    telemetry.requestAnswered(message.subject(), status, latency);
    return latency;
  }
}
