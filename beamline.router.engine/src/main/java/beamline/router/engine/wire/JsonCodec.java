package beamline.router.engine.wire;

import beamline.router.api.RouteOutcome;
import beamline.router.api.WireMessage;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.RawValues;
import beamline.router.spi.DecodeLimits;
import beamline.router.spi.MalformedMessageException;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.ReplyContext;
import java.util.Map;

/**
 * Reads and writes {@code application/json}. The task's payload is kept as its text, so that no
 * digit of it changes on the way to the worker. Safe for concurrent use.
 */
final class JsonCodec implements MessageCodec {

  /** Where peers put the payload. */
  private static final RawValues PAYLOADS =
      (parent, name) ->
          (name.equals("payload") || name.equals("input"))
              && (parent.isEmpty() || parent.equals("task") || parent.equals("message"));

  @Override
  public String contentType() {
    return WireMessage.JSON;
  }

  /** A brace after spaces, or after the mark with which some editors begin a file. */
  @Override
  public boolean recognizes(byte[] body) {
    for (byte b : body) {
      boolean mark = b == (byte) 0xEF || b == (byte) 0xBB || b == (byte) 0xBF;
      boolean space = b == ' ' || b == '\t' || b == '\r' || b == '\n';
      if (!mark && !space) {
        return b == '{';
      }
    }
    return false;
  }

  @Override
  @SuppressWarnings("unchecked") // the reader's objects have strings for keys
  public Map<String, Object> decode(byte[] body, DecodeLimits limits)
      throws MalformedMessageException {
    Object value;
    try {
      value =
          JsonReader.read(
              body,
              0,
              body.length,
              new JsonLimits(limits.maxBytes(), limits.maxDepth(), limits.maxValues()),
              PAYLOADS);
    } catch (JsonSyntaxException e) {
      throw new MalformedMessageException(String.valueOf(e.getMessage()));
    }
    if (value instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new MalformedMessageException("message is " + Fields.kind(value) + ", must be an object");
  }

  @Override
  public WireMessage encode(RouteOutcome outcome, ReplyContext context) {
    return WireMessage.json(JsonReply.of(outcome, context));
  }
}
