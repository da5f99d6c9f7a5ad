package beamline.router.examples.extensions.service;

import beamline.router.spi.Extension;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a router sends to an extension on the bus, and what it understands as the answer. */
final class ExtensionWire {
  private ExtensionWire() {}

  /**
   * A request.
   *
   * @throws IllegalArgumentException when it is none; says what is wrong
   */
  static Extension.Request request(byte[] bytes, long timeoutMillis) {
    Map<String, Object> fields = WireJson.read(bytes);
    if (!fields.containsKey("payload")) {
      throw new IllegalArgumentException("payload is missing, must be a JSON object");
    }
    return new Extension.Request(
        text(fields, "tenant_id"),
        text(fields, "policy_id"),
        text(fields, "trace_id"),
        object(fields, "payload"),
        object(fields, "metadata"),
        object(fields, "config"),
        timeoutMillis);
  }

  /**
   * A reply. What is empty is left out: it changes nothing.
   *
   * @throws IllegalArgumentException when JSON does not have what is in it
   */
  static byte[] reply(Extension.Reply reply) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (reply instanceof Extension.Reply.Refuse refuse) {
      fields.put("status", "reject");
      fields.put("reason", refuse.reason());
      putUnlessEmpty(fields, "details", refuse.details());
    } else if (reply instanceof Extension.Reply.Proceed proceed) {
      fields.put("status", "ok");
      putUnlessEmpty(fields, "payload", proceed.payload());
      putUnlessEmpty(fields, "metadata", proceed.context());
    }
    return WireJson.write(fields);
  }

  /** Says that the call failed, which is no refusal, and why. */
  static byte[] failure(String message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", "error");
    fields.put("message", message);
    return WireJson.write(fields);
  }

  private static void putUnlessEmpty(
      Map<String, Object> fields, String name, Map<String, Object> object) {
    if (!object.isEmpty()) {
      fields.put(name, object);
    }
  }

  private static String text(Map<String, Object> fields, String name) {
    Object value = fields.getOrDefault(name, "");
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " must be a text");
  }

  @SuppressWarnings("unchecked") // the reader makes maps of nothing else
  private static Map<String, Object> object(Map<String, Object> fields, String name) {
    Object value = fields.getOrDefault(name, Map.of());
    if (value instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new IllegalArgumentException(name + " must be a JSON object");
  }
}
