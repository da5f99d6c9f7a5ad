package beamline.router.engine.flow.intake;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.WireMessage;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.log.OneASecond;
import beamline.router.engine.wire.Caller;
import beamline.router.engine.wire.Intake;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends replies to where their requests asked for them, else to the request's subject with {@code
 * .reply} added. Never an empty one, never one that the gateway cannot read. Safe for concurrent
 * use.
 */
final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

  /** The gateway answers 503 to its client when a reply has one byte more. */
  private static final int MAX_BYTES = 65_535;

  private static final RouteRejection UNFIT =
      RouteRejection.of(ErrorCode.INTERNAL_ERROR, "the reply is too large");

  private final FlowContext context;
  private final Intake intake;
  private final Underway underway;
  private final OneASecond lines;

  Replies(FlowContext context, Intake intake, Underway underway) {
    this.context = context;
    this.intake = intake;
    this.underway = underway;
    this.lines = new OneASecond(context.nanoTime());
  }

  /** How the outcome is told to this caller. */
  WireMessage write(RouteOutcome outcome, Caller caller, boolean explained) {
    WireMessage reply = intake.reply(outcome, caller, explained);
    boolean fits = reply.body().length > 0 && reply.body().length <= MAX_BYTES;
    return fits ? reply : intake.reply(UNFIT, caller, false);
  }

  /** Sends the outcome; returns the bytes that were sent. */
  byte[] send(Message request, RouteOutcome outcome, Caller caller, boolean explained) {
    WireMessage reply = write(outcome, caller, explained);
    send(request, reply);
    return reply.body();
  }

  /** Sends what was written. */
  void send(Message request, WireMessage reply) {
    publish(request, Message.of(target(request), reply.body(), reply.headers()));
  }

  /** Sends bytes that were sent before. */
  void sendAgain(Message request, byte[] reply, Caller caller) {
    publish(
        request,
        Message.of(
            target(request),
            reply,
            WireHeaders.ofReply(
                request.headers(),
                Optional.ofNullable(caller.ids().traceId()),
                Optional.ofNullable(caller.ids().tenantId()))));
  }

  private static String target(Message request) {
    Optional<String> inbox = request.replyTo();
    return inbox.isPresent() ? inbox.get() : request.subject() + ".reply";
  }

  private void publish(Message request, Message reply) {
    CompletableFuture<Void> sent;
    try {
      sent = context.transport().publish(reply).toCompletableFuture();
    } catch (RuntimeException e) {
      lost(request, e);
      return;
    }
    if (sent.isDone() && !sent.isCompletedExceptionally()) {
      return;
    }
    underway.began(); // a drain waits until it has gone out
    CompletableFuture<Void> unused =
        sent.whenComplete(
            (nothing, fault) -> {
              if (fault != null) {
                lost(request, fault);
              }
              underway.ended();
            });
  }

  private void lost(Message request, Throwable fault) {
    lines
        .of(LOG.atWarn())
        .addKeyValue(LogEvent.KEY, LogEvent.REPLY_NOT_SENT)
        .addKeyValue("subject", request.subject())
        .addKeyValue("reason", fault.toString())
        .log("a reply was not sent");
  }
}
