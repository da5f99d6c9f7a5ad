package beamline.router.engine.extension.call;

import beamline.router.api.ErrorCode;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.Printable;
import beamline.router.spi.Extension;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an extension on the bus answered (routing contract 4.2). A refusal counts in every
 * spelling; what is not known to be a yes of a validator is none.
 */
final class ReplyReader {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_VALUES = 200_000;
  private static final List<String> MEMBERS = List.of("payload", "metadata", "status", "valid");

  private ReplyReader() {}

  /**
   * Reads a reply.
   *
   * @throws CallFailure when it is no reply, or says that the call failed
   */
  static Extension.Reply read(byte[] bytes, Extension.Kind kind, CallLimits limits)
      throws CallFailure {
    Map<?, ?> reply = object(bytes, limits);
    Object error = reply.get("error");
    if (isRefusal(reply)) {
      return refusal(reply, error);
    }
    if (kind != Extension.Kind.VALIDATOR) {
      if (error != null) {
        throw CallFailure.of(ErrorCode.EXTENSION_ERROR, "failed: " + words(error));
      }
      Object status = reply.get("status");
      if (status != null && !isWord(status, "ok")) {
        throw CallFailure.of(
            ErrorCode.EXTENSION_ERROR, "failed: it says status " + printable(status));
      }
      return changes(reply, kind);
    }
    if (error != null) {
      return refusal(reply, error);
    }
    if (isYes(reply)) {
      return Extension.Reply.proceed();
    }
    throw invalid("says neither ok nor reject");
  }

  private static Map<?, ?> object(byte[] bytes, CallLimits limits) throws CallFailure {
    int most =
        (int)
            Math.min(
                Integer.MAX_VALUE, (long) limits.maxPayloadBytes() + limits.maxMetadataBytes());
    try {
      Object reply =
          JsonReader.read(bytes, 0, bytes.length, new JsonLimits(most, MAX_DEPTH, MAX_VALUES));
      if (reply instanceof Map<?, ?> members) {
        return members;
      }
      throw invalid("is no JSON object");
    } catch (JsonSyntaxException e) {
      throw invalid("cannot be read: " + e.getMessage());
    }
  }

  private static boolean isRefusal(Map<?, ?> reply) {
    return isWord(reply.get("status"), "reject")
        || isWord(reply.get("status"), "rejected")
        || isWord(reply.get("valid"), "false");
  }

  /** At least one member says yes, and none says anything else. */
  private static boolean isYes(Map<?, ?> reply) {
    Object status = reply.get("status");
    Object valid = reply.get("valid");
    return (status != null || valid != null)
        && (status == null || isWord(status, "ok"))
        && (valid == null || isWord(valid, "true"));
  }

  private static boolean isWord(@Nullable Object value, String word) {
    return (value instanceof String || value instanceof Boolean)
        && value.toString().strip().equalsIgnoreCase(word);
  }

  private static Extension.Reply refusal(Map<?, ?> reply, @Nullable Object error) {
    Object reason = reply.get("reason");
    String words =
        reason != null ? printable(reason) : error != null ? words(error) : "it gave no reason";
    return new Extension.Reply.Refuse(
        words, reply.get("details") instanceof Map<?, ?> details ? members(details) : Map.of());
  }

  private static Extension.Reply changes(Map<?, ?> reply, Extension.Kind kind) throws CallFailure {
    if (!reply.isEmpty() && MEMBERS.stream().noneMatch(reply::containsKey)) {
      throw invalid("has none of " + String.join(", ", MEMBERS)); // such as a stream's confirmation
    }
    Object metadata = reply.get("metadata");
    if (metadata != null && !(metadata instanceof Map<?, ?>)) {
      throw invalid("has a metadata that is no object");
    }
    Map<String, Object> context = metadata instanceof Map<?, ?> m ? members(m) : Map.of();
    Object payload = reply.get("payload");
    if (payload instanceof Map<?, ?> changed) {
      return new Extension.Reply.Proceed(members(changed), context);
    }
    if (payload == null || kind != Extension.Kind.PRE) {
      return new Extension.Reply.Proceed(Map.of(), context);
    }
    return new Extension.Reply.Proceed(Map.of("payload", payload), context);
  }

  /** What an error says: its code and message, where it has them. */
  private static String words(Object error) {
    if (error instanceof Map<?, ?> members) {
      Object code = members.get("code");
      Object message = members.get("message");
      if (message != null) {
        return printable(message);
      }
      return code != null ? printable(code) : "it gave no reason";
    }
    return printable(error);
  }

  private static String printable(Object value) {
    return Printable.of(value.toString(), CallLimits.LONGEST_REASON);
  }

  /** Keys of what {@link JsonReader} reads are text, and values are never null. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(Map<?, ?> object) {
    return (Map<String, Object>) object;
  }

  private static CallFailure invalid(String what) {
    return CallFailure.of(
        ErrorCode.EXTENSION_ERROR,
        "failed: invalid_response_format, the reply "
            + Printable.of(what, CallLimits.LONGEST_REASON));
  }
}
