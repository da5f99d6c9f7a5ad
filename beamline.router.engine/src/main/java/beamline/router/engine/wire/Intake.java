package beamline.router.engine.wire;

import beamline.router.api.ErrorTable;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.WireMessage;
import beamline.router.engine.json.Printable;
import beamline.router.spi.MalformedMessageException;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.ReplyContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a decide request from its bytes to the bytes of its reply. Whatever comes in, a reply
 * goes out, and it says which request it answers if that can be found at all. Safe for concurrent
 * use.
 */
public final class Intake {
  private final IntakeRules rules;
  private final RequestReader reader;
  private final Codecs codecs;
  private final Supplier<ErrorTable> errors;

  /**
   * An intake.
   *
   * @param rules what a request must look like
   * @param codecs for other content types than JSON, in order of preference
   * @param errors how errors look, asked for each reply
   */
  public Intake(IntakeRules rules, List<MessageCodec> codecs, Supplier<ErrorTable> errors) {
    this.rules = rules;
    this.reader = new RequestReader(rules);
    this.codecs = new Codecs(codecs);
    this.errors = errors;
  }

  /** Reads, decides elsewhere, and replies. The stage never fails. */
  public CompletionStage<WireMessage> exchange(
      WireMessage message, Function<RouteRequest, CompletionStage<RouteOutcome>> decide) {
    Reading reading = read(message);
    Caller caller = reading.caller();
    if (reading instanceof Reading.Refused refused) {
      return CompletableFuture.completedFuture(reply(refused.rejection(), caller, false));
    }
    RouteRequest request = ((Reading.Accepted) reading).request();
    boolean traced = request.traced();
    try {
      return decide
          .apply(request)
          .handle(
              (outcome, fault) ->
                  reply(fault == null ? outcome : Faults.refusal(fault), caller, traced));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(reply(Faults.refusal(e), caller, traced));
    }
  }

  /** Reads, decides in the calling thread, and replies. Never fails. */
  public WireMessage exchangeNow(WireMessage message, Function<RouteRequest, RouteOutcome> decide) {
    Reading reading = read(message);
    if (reading instanceof Reading.Refused refused) {
      return reply(refused.rejection(), reading.caller(), false);
    }
    RouteRequest request = ((Reading.Accepted) reading).request();
    RouteOutcome outcome;
    try {
      outcome = decide.apply(request);
    } catch (RuntimeException e) {
      outcome = Faults.refusal(e);
    }
    return reply(outcome, reading.caller(), request.traced());
  }

  /** Finds out what the bytes are. Never fails. */
  public Reading read(WireMessage message) {
    byte[] body = message.body();
    Map<String, String> headers = message.headers();
    MessageCodec codec = codecs.of(message);
    RequestIds ids = null;
    try {
      if (body.length > rules.maxPayloadBytes()) {
        throw Refusal.schema(
            "message has " + body.length + " bytes, must be at most " + rules.maxPayloadBytes());
      }
      if (codecs.isForeign(message)) {
        throw Refusal.schema(
            "content type '" + Printable.of(message.contentType(), 100) + "' has no codec");
      }
      Map<String, Object> tree = codec.decode(body, rules.decodeLimits());
      ids = RequestIds.of(tree, headers);
      Caller caller = new Caller(codec, headers, ids);
      return new Reading.Accepted(reader.read(tree, ids, headers), caller);
    } catch (Refusal e) {
      return refused(e.rejection(), codec, ids, message);
    } catch (MalformedMessageException e) {
      return refused(
          Refusal.schema(String.valueOf(e.getMessage())).rejection(), codec, ids, message);
    } catch (RuntimeException e) {
      return refused(Faults.unreadable(e), codec, ids, message);
    }
  }

  /** Who sent these bytes, guessed without reading them: for who has no time to. Never fails. */
  public Caller glance(WireMessage message) {
    RequestIds ids = RequestIds.of(IdScan.of(message.body()), message.headers());
    return new Caller(codecs.of(message), message.headers(), ids);
  }

  /** What a caller is told about a fault. */
  public static RouteRejection refusal(Throwable fault) {
    return Faults.refusal(fault);
  }

  private static Reading refused(
      RouteRejection rejection, MessageCodec codec, @Nullable RequestIds ids, WireMessage message) {
    RequestIds known =
        ids == null ? RequestIds.of(IdScan.of(message.body()), message.headers()) : ids;
    return new Reading.Refused(rejection, new Caller(codec, message.headers(), known));
  }

  /**
   * The reply to a caller. Never fails.
   *
   * @param explained whether it may carry the explanation
   */
  public WireMessage reply(RouteOutcome outcome, Caller caller, boolean explained) {
    RequestIds ids = caller.ids();
    Optional<String> traceId = Optional.ofNullable(ids.traceId());
    Optional<String> tenantId = Optional.ofNullable(ids.tenantId());
    ReplyContext context =
        new ReplyContext(
            Optional.ofNullable(ids.requestId()), traceId, tenantId, errors.get(), explained);
    MessageCodec codec = caller.codec();
    if (outcome instanceof RouteRejection && !codec.writesRefusals()) {
      codec = codecs.json();
    }
    WireMessage reply;
    try {
      reply = codec.encode(outcome, context);
    } catch (RuntimeException e) {
      reply = codecs.json().encode(Faults.refusal(e), context);
    }
    return caller.headers().isEmpty()
        ? reply
        : new WireMessage(
            reply.contentType(),
            WireHeaders.ofReply(caller.headers(), traceId, tenantId),
            reply.body());
  }
}
