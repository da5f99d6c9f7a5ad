package beamline.router.engine.flow.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the members of a question. */
final class Asked {

  private Asked() {}

  /** A text that must be there. */
  static String text(Map<String, Object> body, String name) throws AdminRefusal {
    String text = textOrNull(body, name);
    if (text == null) {
      throw AdminRefusal.invalid(name + " is missing");
    }
    return text;
  }

  /** A text; null when it is absent or empty. */
  static @Nullable String textOrNull(Map<String, Object> body, String name) throws AdminRefusal {
    Object value = body.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text.isEmpty() ? null : text;
    }
    throw AdminRefusal.invalid(name + " must be a string");
  }

  /** An object; without members when it is absent. */
  @SuppressWarnings("unchecked") // the reader's objects have strings for keys
  static Map<String, Object> object(Map<String, Object> body, String name) throws AdminRefusal {
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
