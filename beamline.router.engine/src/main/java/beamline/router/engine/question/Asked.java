package beamline.router.engine.question;

import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads questions and their members. */
public final class Asked {

  private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 64, 100_000);

  private Asked() {}

  /** A question; without members when nothing was said. */
  @SuppressWarnings("unchecked") // the reader's objects have strings for keys
  public static Map<String, Object> read(byte[] question) throws AdminRefusal {
    if (question.length == 0) {
      return Map.of();
    }
    Object value;
    try {
      value = JsonReader.read(question, 0, question.length, LIMITS);
    } catch (JsonSyntaxException e) {
      throw AdminRefusal.invalid("the message is no JSON: " + e.getMessage());
    }
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw AdminRefusal.invalid("the message is no object");
  }

  /** A text that must be there. */
  public static String text(Map<String, Object> body, String name) throws AdminRefusal {
    String text = textOrNull(body, name);
    if (text == null) {
      throw AdminRefusal.invalid(name + " is missing");
    }
    return text;
  }

  /** A text; null when it is absent or empty. */
  public static @Nullable String textOrNull(Map<String, Object> body, String name)
      throws AdminRefusal {
    Object value = body.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text.isEmpty() ? null : text;
    }
    throw AdminRefusal.invalid(name + " must be a string");
  }

  /** The id of a tenant or policy; null when it is absent or empty. */
  public static @Nullable String idOrNull(Map<String, Object> body, String name)
      throws AdminRefusal {
    String id = textOrNull(body, name);
    if (id != null && !PolicyKey.isId(id)) {
      throw AdminRefusal.invalid(
          name + " must be 1 to 255 characters out of letters, digits and _ . - : /");
    }
    return id;
  }

  /** An object; without members when it is absent. */
  @SuppressWarnings("unchecked") // the reader's objects have strings for keys
  public static Map<String, Object> object(Map<String, Object> body, String name)
      throws AdminRefusal {
    Object value = body.get(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw AdminRefusal.invalid(name + " must be an object");
  }
}
