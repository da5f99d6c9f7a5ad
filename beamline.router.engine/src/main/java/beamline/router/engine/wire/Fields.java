package beamline.router.engine.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of one object of a message; of the wrong type they are refused by name. */
final class Fields {
  /** Bytes of an id: so many fit into every reply, whatever else it says. */
  static final int LONGEST_ID = 1_024;

  private final String path;
  private final Map<String, Object> members;

  private Fields(String path, Map<String, Object> members) {
    this.path = path;
    this.members = members;
  }

  static Fields of(Map<String, Object> message) {
    return new Fields("", message);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  @Nullable Object value(String name) {
    return members.get(name);
  }

  /** The members themselves. */
  Map<String, Object> members() {
    return members;
  }

  /** A text, which may be empty; null when absent. */
  @Nullable String text(String name) throws Refusal {
    Object value = members.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, "a string", value);
  }

  /** A text; an empty one counts as absent. */
  @Nullable String filled(String name) throws Refusal {
    String text = text(name);
    return text == null || text.isEmpty() ? null : text;
  }

  /**
   * An id: like a text, but of bounded length, a fault of it is one of correlation, and an empty
   * one is none.
   */
  @Nullable String id(String name) throws Refusal {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      int bytes = IdForm.bytes(text);
      if (bytes > LONGEST_ID) {
        throw Refusal.correlation(
            path + name + " has " + bytes + " bytes, must be at most " + LONGEST_ID);
      }
      return text.isEmpty() ? null : text;
    }
    throw Refusal.correlation(path + name + " is " + kind(value) + ", must be a string");
  }

  /** A number of 0 or more; positive infinity when absent. */
  double limit(String name) throws Refusal {
    Object value = members.get(name);
    if (value == null) {
      return Double.POSITIVE_INFINITY;
    }
    if (value instanceof Number number && number.doubleValue() >= 0) {
      return number.doubleValue();
    }
    throw wrong(name, "a number of 0 or more", value);
  }

  /** An object; without members when absent. */
  @SuppressWarnings("unchecked") // keys of a decoded message are strings
  Fields object(String name) throws Refusal {
    Object value = members.get(name);
    if (value == null) {
      return new Fields(path, Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new Fields(path + name + ".", (Map<String, Object>) map);
    }
    throw wrong(name, "an object", value);
  }

  private Refusal wrong(String name, String expected, Object value) {
    return Refusal.schema(path + name + " is " + kind(value) + ", must be " + expected);
  }

  /** What a value is, in words: its content is the caller's. */
  static String kind(Object value) {
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof Number number) {
      return number.doubleValue() < 0 ? "a negative number" : "a number";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    return value instanceof List ? "an array" : "an object";
  }
}
