package beamline.router.engine.wire;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.engine.json.JsonWriter;
import beamline.router.spi.ReplyContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Replies to decide requests as JSON: never empty, and never larger than the gateway can read. What
 * does not fit is left out, the least important first.
 */
final class JsonReply {
  /** The gateway answers 503 to its client when a reply has one byte more. */
  static final int MAX_BYTES = 65_535;

  private static final int EXPECTED_BYTES = 384;
  private static final int LONGEST_MESSAGE = 1_024;

  /** How much is left out. */
  private enum Size {
    FULL,
    WITHOUT_EXPLANATION,
    WITHOUT_METADATA,
    SHORT
  }

  private JsonReply() {}

  static byte[] of(RouteOutcome outcome, ReplyContext context) {
    for (Size size : Size.values()) {
      try {
        byte[] reply = write(outcome, context, size);
        if (reply.length <= MAX_BYTES) {
          return reply;
        }
      } catch (JacksonException e) {
        // metadata of an extension that is nested too deep to be written: try without
      }
    }
    return write(
        RouteRejection.of(ErrorCode.INTERNAL_ERROR, "the reply is too large"), context, Size.SHORT);
  }

  private static byte[] write(RouteOutcome outcome, ReplyContext context, Size size) {
    JsonWriter out = new JsonWriter(EXPECTED_BYTES).object();
    if (outcome instanceof RouteDecision decision) {
      out.member("ok", true).object("decision");
      decision(out, decision, context, size);
    } else if (outcome instanceof RouteRejection rejection) {
      out.member("ok", false).object("error");
      error(out, rejection, context, size);
    }
    out.end().object("context");
    id(out, "request_id", context.requestId(), size);
    id(out, "trace_id", context.traceId(), size);
    return out.end().end().toBytes();
  }

  private static void decision(
      JsonWriter out, RouteDecision decision, ReplyContext context, Size size) {
    out.member("provider_id", decision.providerId())
        .member("priority", decision.priority())
        .member("expected_latency_ms", Math.max(0, Math.round(decision.expectedLatencyMillis())))
        .member("expected_cost", finite(decision.expectedCost()))
        .member("reason", decision.reason().wireName());
    id(out, "policy_id", Optional.of(decision.policyId()), size);
    out.member("fallback_used", decision.reason().isFallback());
    id(out, "sticky_key", decision.stickyKey(), size);
    boolean explained =
        size == Size.FULL && context.explained() && decision.explanation().isPresent();
    boolean more = explained || decision.retry().isPresent();
    if (size.compareTo(Size.WITHOUT_METADATA) < 0 && (more || !decision.metadata().isEmpty())) {
      out.member(
          "metadata", more ? ReplyMetadata.of(decision, context, explained) : decision.metadata());
    }
  }

  private static void error(
      JsonWriter out, RouteRejection rejection, ReplyContext context, Size size) {
    ErrorCode code = rejection.code();
    String message = rejection.message();
    if (size == Size.SHORT && message.length() > LONGEST_MESSAGE) {
      message = message.substring(0, LONGEST_MESSAGE) + "...";
    }
    out.member("code", context.errors().of(code).wireCode())
        .member("message", message)
        .member("details", details(rejection, size));
  }

  /**
   * The intake code stands here and not beside the code: the gateway reads freed memory when it
   * finds a text under {@code error.intake_error_code}.
   */
  private static Map<String, Object> details(RouteRejection rejection, Size size) {
    Map<String, Object> details = new HashMap<>();
    if (size.compareTo(Size.WITHOUT_METADATA) < 0) {
      details.putAll(rejection.details());
    }
    ErrorCode code = rejection.code();
    if (code.isIntakeCode()) {
      details.put("intake_error_code", code.name());
    } else {
      details.put("reason", code.reason());
    }
    Optional<Duration> wait = rejection.retryAfter();
    if (wait.isPresent()) {
      details.put("retry_after_seconds", seconds(wait.get()));
    }
    return details;
  }

  /** Whole seconds, rounded up: who waits so long does not come too early. */
  private static long seconds(Duration wait) {
    return wait.getSeconds() + (wait.getNano() > 0 ? 1 : 0);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }

  private static void id(JsonWriter out, String name, Optional<String> id, Size size) {
    if (id.isPresent() && (size != Size.SHORT || id.get().length() <= Fields.LONGEST_ID)) {
      out.member(name, id.get());
    }
  }
}
