package beamline.router.engine.wire;

import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The payload of a task as JSON text, whatever the codec made of it. */
final class Payload {
  static final String EMPTY = "{}";

  private Payload() {}

  /**
   * The text of a payload. Text that a codec kept is not touched. Bytes that a codec cannot read
   * are taken as JSON when they are; else they become {@code {"payload_base64":"..."}}.
   */
  static String text(Object payload, int maxDepth) {
    if (payload instanceof RawJson raw) {
      return raw.text();
    }
    return payload instanceof byte[] bytes ? text(bytes, maxDepth) : JsonWriter.text(payload);
  }

  private static String text(byte[] bytes, int maxDepth) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    if (JsonReader.isJson(bytes, 0, bytes.length, maxDepth)) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return "{\"payload_base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
  }
}
