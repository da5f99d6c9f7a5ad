package beamline.router.engine.extension;

import beamline.router.api.RouteRequest;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The message as extensions see it: a JSON tree of {@code message_id, message_type, payload,
 * metadata}.
 */
final class MessageTree {
  private static final JsonLimits LIMITS = new JsonLimits(1 << 24, 64, 1_000_000);

  private static final String TYPE = "message_type";
  private static final String PAYLOAD = "payload";
  private static final String METADATA = "metadata";
  private static final Set<String> FIXED = Set.of("message_id", "tenant_id", "decision");

  private MessageTree() {}

  static Map<String, Object> of(RouteRequest request) {
    Map<String, Object> message = new LinkedHashMap<>();
    request.messageId().or(request::requestId).ifPresent(id -> message.put("message_id", id));
    message.put(TYPE, request.taskType());
    message.put(PAYLOAD, request.payload().map(MessageTree::parsed).orElse(Map.of()));
    message.put(METADATA, request.metadata());
    return message;
  }

  /**
   * A message with what an extension answered in its place. Who the message is does not change, nor
   * what was decided; what is left out, or is no such thing, stays as it was.
   */
  static Map<String, Object> changed(Map<String, Object> message, Map<String, Object> answer) {
    if (answer.isEmpty()) {
      return message;
    }
    Map<String, Object> changed = new LinkedHashMap<>(answer);
    message.forEach(changed::putIfAbsent);
    keep(message, changed, FIXED);
    if (!(changed.get(TYPE) instanceof String type) || type.isBlank()) {
      keep(message, changed, Set.of(TYPE));
    }
    if (!(changed.get(METADATA) instanceof Map)) {
      keep(message, changed, Set.of(METADATA));
    }
    return changed;
  }

  private static void keep(Map<String, Object> from, Map<String, Object> to, Set<String> keys) {
    to.keySet().removeAll(keys);
    for (String key : keys) {
      Object value = from.get(key);
      if (value != null) {
        to.put(key, value);
      }
    }
  }

  /** The request with what is in a changed message, and these values in its context. */
  static RouteRequest apply(
      RouteRequest request, Map<String, Object> message, Map<String, Object> context) {
    Map<String, Object> before = of(request);
    RouteRequest.Builder changed = request.toBuilder();
    String type = String.valueOf(message.get(TYPE));
    if (!type.equals(request.taskType())) {
      changed.taskType(type);
      if (request.context().containsKey(TYPE)) {
        changed.context(TYPE, type);
      }
    }
    Object payload = Objects.requireNonNull(message.get(PAYLOAD));
    if (!payload.equals(before.get(PAYLOAD))) {
      changed.payload(JsonWriter.text(payload));
    }
    return changed.metadata(metadata(message)).context(context).build();
  }

  @SuppressWarnings("unchecked") // trees have texts for keys
  private static Map<String, Object> metadata(Map<String, Object> message) {
    return (Map<String, Object>) Objects.requireNonNull(message.get(METADATA));
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
