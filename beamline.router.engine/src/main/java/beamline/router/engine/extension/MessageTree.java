package beamline.router.engine.extension;

import beamline.router.api.RouteRequest;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The message as extensions see it: a JSON tree of {@code message_id, message_type, payload,
 * metadata}.
 */
final class MessageTree {
  private static final JsonLimits LIMITS = new JsonLimits(1 << 24, 64, 1_000_000);

  private MessageTree() {}

  static Map<String, Object> of(RouteRequest request) {
    Map<String, Object> message = new LinkedHashMap<>();
    request.messageId().or(request::requestId).ifPresent(id -> message.put("message_id", id));
    message.put("message_type", request.taskType());
    message.put("payload", request.payload().map(MessageTree::parsed).orElse(Map.of()));
    message.put("metadata", request.metadata());
    return message;
  }

  /** The request with the payload of a changed message. */
  static RouteRequest apply(
      RouteRequest request, Map<String, Object> message, Map<String, Object> context) {
    RouteRequest.Builder changed = request.toBuilder();
    Object payload = message.get("payload");
    if (payload != null) {
      changed.payload(JsonWriter.text(payload));
    }
    return changed.context(context).build();
  }

  private static Object parsed(String json) {
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      return JsonReader.read(bytes, 0, bytes.length, LIMITS);
    } catch (JsonSyntaxException e) {
      return json; // a host may route what is not JSON
    }
  }
}
