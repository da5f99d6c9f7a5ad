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
import beamline.router.engine.telemetry.MessageSpans;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.engine.wire.Caller;
import beamline.router.engine.wire.Intake;
import beamline.router.engine.wire.Reading;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Message;
import beamline.router.spi.Span;
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
  private final MessageSpans spans;
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
    this.spans = new MessageSpans(context.tracing(), context.transport());
    this.nanoTime = context.nanoTime();
  }

  @Override
  public void accept(Message message) {
    Span.Kind kind = message.replyTo().isPresent() ? Span.Kind.SERVER : Span.Kind.CONSUMER;
    Span span = spans.processing(SpanNames.PROCESS_DECIDE, kind, message, message.headers());
    Arrival arrival = new Arrival(message, nanoTime.getAsLong(), span);
    try {
      take(arrival);
    } catch (RuntimeException | Error e) {
      arrival.span().failed(e.getClass().getName(), "the request was not answered");
      arrival.span().end();
      throw e;
    }
  }

  private void take(Arrival arrival) {
    Message message = arrival.message();
    WireMessage wire =
        new WireMessage(
            message.headers().getOrDefault("content-type", ""),
            message.headers(),
            message.payload());
    if (load.isActive()) {
      turnAway(arrival, intake.glance(wire));
      return;
    }
    underway.began();
    Reading reading = intake.read(wire);
    refused.lookAtHeaders(message);
    if (reading instanceof Reading.Refused refusal) {
      refuse(arrival, refusal.rejection(), refusal.caller());
      return;
    }
    RouteRequest request = ((Reading.Accepted) reading).request();
    watch.saw(request, arrival.start());
    if (!assigning && request.pushAssignment()) {
      reject(arrival, unassignable(), reading.caller(), null);
      return;
    }
    if (once != null && request.idempotencyKey().isPresent()) {
      begin(once, arrival, request, reading.caller());
    } else {
      decide(arrival, request, reading.caller(), null);
    }
  }

  /** Whoever asks for an assignment would wait for its result in vain. */
  private static RouteRejection unassignable() {
    return RouteRejection.of(
        ErrorCode.CONFIGURATION_INVALID,
        "push_assignment needs streams, and the transport of this node has none"
            + " (transport.nats.jetstream.enabled)");
  }

  private void turnAway(Arrival arrival, Caller caller) {
    RouteRejection rejection =
        RouteRejection.of(
                ErrorCode.SERVICE_OVERLOADED, ErrorCode.SERVICE_OVERLOADED.defaultMessage())
            .retryAfter(load.retryAfter());
    replies.send(arrival.message(), rejection, caller, false);
    refusedWith(arrival, rejection);
    answered(arrival, caller, "overloaded");
  }

  private void refuse(Arrival arrival, RouteRejection rejection, Caller caller) {
    replies.send(arrival.message(), rejection, caller, false);
    refusedWith(arrival, rejection);
    answered(arrival, caller, "refused");
    refused.take(arrival.message(), rejection, caller);
    underway.ended();
  }

  /** Asks whether it was answered before; goes on when the answer is there. */
  private void begin(Once marks, Arrival arrival, RouteRequest request, Caller caller) {
    CompletionStage<Begin> stage;
    try {
      stage =
          marks.begin(
              request.tenantId(),
              request.idempotencyKey().orElseThrow(),
              arrival.message().payload());
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedFuture(e);
    }
    CompletionStage<Begin> unused =
        stage.whenComplete(
            (begin, fault) -> {
              if (fault != null) {
                reject(arrival, Duplicates.unknown(), caller, null);
              } else {
                begun(begin, arrival, request, caller);
              }
            });
  }

  private void begun(Begin begin, Arrival arrival, RouteRequest request, Caller caller) {
    telemetry.idempotency("decide", !(begin instanceof Begin.First));
    if (begin instanceof Begin.First first) {
      decide(arrival, request, caller, first.lease());
    } else if (begin instanceof Begin.Answered before) {
      replies.sendAgain(arrival.message(), before.reply(), caller);
      answered(arrival, caller, "duplicate");
      underway.ended();
    } else if (begin instanceof Begin.Conflict) {
      telemetry.idempotencyConflict("decide");
      refuse(arrival, Duplicates.conflict(), caller);
    } else {
      RouteRejection rejection =
          begin instanceof Begin.Forgotten ? Duplicates.forgotten() : Duplicates.busy();
      reject(arrival, rejection, caller, null);
    }
  }

  private void decide(Arrival arrival, RouteRequest request, Caller caller, @Nullable Lease lease) {
    CompletableFuture<RouteOutcome> outcome;
    try {
      outcome =
          decider
              .decideAsync(request, spans.areOff() ? null : arrival.span())
              .toCompletableFuture();
    } catch (RuntimeException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
      decided(arrival, request, outcome.join(), caller, lease);
      return;
    }
    CompletableFuture<RouteOutcome> unused =
        outcome.whenComplete(
            (made, fault) ->
                decided(
                    arrival, request, fault == null ? made : Intake.refusal(fault), caller, lease));
  }

  private void decided(
      Arrival arrival,
      RouteRequest request,
      RouteOutcome outcome,
      Caller caller,
      @Nullable Lease lease) {
    if (outcome instanceof RouteRejection rejection) {
      reject(arrival, rejection, caller, lease);
      return;
    }
    RouteDecision decision = (RouteDecision) outcome;
    if (!gate.opens(request)) {
      if (request.pushAssignment()) {
        release(decision);
      }
      byte[] reply = answer(arrival, request, decision, caller, lease);
      if (lease != null) {
        lease.complete(reply);
      }
      underway.ended();
      return;
    }
    Exchange exchange = new Exchange(this, arrival, request, decision, caller, lease);
    if (!publisher.submit(exchange)) {
      release(decision);
      RouteRejection full =
          RouteRejection.of(ErrorCode.SERVICE_OVERLOADED, "too many assignments wait")
              .retryAfter(load.retryAfter());
      reject(arrival, full, caller, lease);
    }
  }

  /** Nobody will execute it: what it reserved comes back. */
  void release(RouteDecision decision) {
    decision.reservation().ifPresent(reports::release);
  }

  private void reject(
      Arrival arrival, RouteRejection rejection, Caller caller, @Nullable Lease lease) {
    byte[] reply = replies.send(arrival.message(), rejection, caller, false);
    refusedWith(arrival, rejection);
    answered(
        arrival,
        caller,
        rejection.code() == ErrorCode.SERVICE_OVERLOADED ? "overloaded" : "rejected");
    if (lease != null) {
      lease.abort(reply); // it had no effect: the same key may try again
    }
    String tenantId = caller.ids().tenantId();
    if (rejection.code() == ErrorCode.TENANT_FORBIDDEN && tenantId != null) {
      refused.forbidden(arrival.message(), tenantId);
    }
    underway.ended();
  }

  /** Replies with a decision; returns the bytes. */
  byte[] answer(
      Arrival arrival,
      RouteRequest request,
      RouteDecision decision,
      Caller caller,
      @Nullable Lease lease) {
    WireMessage written = replies.write(decision, caller, request.traced());
    byte[] reply = written.body();
    // who has the reply may ask for it again at once
    recent.keep(request.tenantId(), caller.ids().messageId(), caller.ids().requestId(), reply);
    replies.send(arrival.message(), written);
    if (lease != null) {
      lease.answered(reply);
    }
    load.sample(answered(arrival, caller, "ok"));
    return reply;
  }

  /** The assignment of a decision. */
  Assignment assignment(
      Arrival arrival, RouteRequest request, RouteDecision decision, @Nullable Lease lease) {
    String id = (lease == null ? ids.next() : lease.assignmentId()).toString();
    RouteRequest routed = decision.request().orElse(request); // as pre-processors changed it
    Span span =
        spans.publishing(SpanNames.PUBLISH_ASSIGNMENT, arrival.span(), writer.subject(routed));
    try {
      return writer.write(id, routed, decision, arrival.message().headers(), span);
    } catch (RuntimeException e) {
      span.failed(e.getClass().getName(), "the assignment was not written");
      span.end();
      throw e;
    }
  }

  /** A request is done, its assignment included. */
  void ended() {
    underway.ended();
  }

  private static void refusedWith(Arrival arrival, RouteRejection rejection) {
    arrival.span().attribute("error.type", rejection.code().reason());
  }

  private long answered(Arrival arrival, Caller caller, String status) {
    long latency = nanoTime.getAsLong() - arrival.start();
    telemetry.requestAnswered(arrival.message().subject(), status, latency);
    Span span = arrival.span();
    if (span.isRecording()) {
      span.attribute("tenant_id", caller.ids().tenantId());
      span.attribute("request_id", caller.ids().requestId());
      span.attribute("trace_id", caller.ids().traceId());
      span.attribute("status", status);
    }
    span.end();
    return latency;
  }
}
