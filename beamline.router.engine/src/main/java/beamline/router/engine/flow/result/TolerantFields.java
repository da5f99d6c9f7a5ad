package beamline.router.engine.flow.result;

import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.RawValues;
import beamline.router.spi.Message;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of what a worker sent, whatever envelope it is in: {@code {version, kind, data}} or
 * none. Numbers may be texts (routing contract 2.7).
 */
public final class TolerantFields {
  private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128, 10_000);

  /** Of any size and depth, and of no interest here. */
  private static final RawValues UNREAD = (parent, name) -> name.equals("output");

  private final Map<?, ?> members;

  private TolerantFields(Map<?, ?> members) {
    this.members = members;
  }

  /**
   * Reads a message.
   *
   * @param kind what an envelope must say it holds
   * @throws InvalidMessageException when it is no object, holds something else, or names a version
   *     that nobody knows
   */
  public static TolerantFields of(Message message, String kind) throws InvalidMessageException {
    byte[] body = message.payload();
    Object value;
    try {
      value = JsonReader.read(body, 0, body.length, LIMITS, UNREAD);
    } catch (JsonSyntaxException e) {
      throw new InvalidMessageException("PARSE_ERROR", String.valueOf(e.getMessage()));
    }
    if (!(value instanceof Map<?, ?> members)) {
      throw new InvalidMessageException("PARSE_ERROR", "the message is no object");
    }
    requireKnown(members.get("version"));
    if (members.get("kind") instanceof String found && members.get("data") instanceof Map<?, ?> m) {
      if (!found.equals(kind)) {
        throw new InvalidMessageException("WRONG_KIND", "the envelope does not hold " + kind);
      }
      requireKnown(m.get("version"));
      return new TolerantFields(m);
    }
    return new TolerantFields(members);
  }

  private static void requireKnown(@Nullable Object version) throws InvalidMessageException {
    boolean known =
        version == null
            || (version instanceof Number number && number.doubleValue() == 1)
            || version.equals("1")
            || version.equals("1.0")
            || version.equals("v1");
    if (!known) {
      throw new InvalidMessageException("VERSION_UNSUPPORTED", "the version must be 1");
    }
  }

  /** A text; null when it is absent, empty, or something else. */
  public @Nullable String text(String name) {
    return members.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  /**
   * A number of 0 or more, or the text of one; {@code NaN} when absent.
   *
   * @throws InvalidMessageException when it is something else
   */
  public double number(String name) throws InvalidMessageException {
    Object value = members.get(name);
    if (value == null) {
      return Double.NaN;
    }
    double number = value instanceof Number known ? known.doubleValue() : parsed(value);
    if (number >= 0 && number < Double.POSITIVE_INFINITY) {
      return number;
    }
    throw new InvalidMessageException("INVALID_FIELD", name + " must be a number of 0 or more");
  }

  private static double parsed(Object value) {
    try {
      return value instanceof String text ? Double.parseDouble(text) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The member of an object, which may be written as the text of one; null when there is none. */
  public @Nullable String textIn(String name, String inner) {
    Object value = members.get(name);
    if (value instanceof String text) {
      try {
        byte[] body = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        value = JsonReader.read(body, 0, body.length, LIMITS);
      } catch (JsonSyntaxException e) {
        return null;
      }
    }
    return value instanceof Map<?, ?> object
            && object.get(inner) instanceof String text
            && !text.isEmpty()
        ? text
        : null;
  }
}
