package beamline.router.engine.policy;

import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.json.JsonPath;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, read by type and within bounds. What is wrong is reported and
 * replaced by the default, so that parsing continues and finds more. Every key that was never asked
 * for is unknown.
 */
public final class Fields {

  private final Map<String, Object> members;
  private final String path;
  private final Findings findings;
  private final Set<String> known = new LinkedHashSet<>();

  /** The members of an object that {@link beamline.router.engine.json.JsonReader} has read. */
  @SuppressWarnings(
      "unchecked") // the keys of what JsonReader reads are texts, and no value is null
  public Fields(Map<?, ?> members, String path, Findings findings) {
    this.members = (Map<String, Object>) members;
    this.path = path;
    this.findings = findings;
  }

  String path() {
    return path;
  }

  /** Where a member is. */
  public String path(String key) {
    return JsonPath.key(path, key);
  }

  /** The names of all members. */
  public Set<String> keys() {
    return members.keySet();
  }

  /** A member of any type; null when it is absent. */
  public @Nullable Object value(String key) {
    known.add(key);
    return members.get(key);
  }

  /** Whether there is such a member. */
  public boolean has(String key) {
    return value(key) != null;
  }

  /**
   * The first of these keys that is present, else the first. In strict mode only one of them may
   * be.
   */
  String oneOf(String... keys) {
    String found = null;
    for (String key : keys) {
      if (has(key)) {
        if (found == null) {
          found = key;
        } else {
          findings.tolerated(path(key), "means the same as " + found + ", must be left out");
        }
      }
    }
    return found == null ? keys[0] : found;
  }

  /** True or false. */
  public boolean flag(String key, boolean fallback) {
    Object value = value(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    wrong(key, value, "true or false");
    return fallback;
  }

  /** A whole number within bounds. */
  public int whole(String key, int min, int max, int fallback) {
    Object value = value(key);
    if (value == null) {
      return fallback;
    }
    if (!isWhole(value)) {
      wrong(key, value, "a whole number from " + min + " to " + max);
      return fallback;
    }
    return inRange(key, value, min, max) ? ((Number) value).intValue() : fallback;
  }

  double number(String key, double min, double max, double fallback) {
    Object value = value(key);
    if (value == null) {
      return fallback;
    }
    if (!(value instanceof Number number)) {
      wrong(key, value, "a number from " + plain(min) + " to " + plain(max));
      return fallback;
    }
    return inRange(key, value, min, max) ? number.doubleValue() : fallback;
  }

  /** A text of 1 to 255 characters. */
  public @Nullable String text(String key) {
    Object value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && isText(text)) {
      return text;
    }
    wrong(key, value, "a text of 1 to " + PolicyLimits.MAX_NAME_LENGTH + " characters");
    return null;
  }

  /** The name of a provider, an extension, a tenant or a policy. */
  @Nullable String name(String key) {
    Object value = value(key);
    if (value == null) {
      return null;
    }
    return name(value, path(key));
  }

  @Nullable String name(Object value, String where) {
    if (value instanceof String name && PolicyKey.isId(name)) {
      return name;
    }
    findings.problem(
        where,
        "is " + Findings.show(value) + ", must be 1 to 255 letters, digits or characters of _.:/-");
    return null;
  }

  /** The constant of an enum whose lower-case name is the text. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    Object value = value(key);
    if (value == null) {
      return fallback;
    }
    E found = Choices.find(type, value);
    if (found == null) {
      wrong(key, value, Choices.describe(type));
      return fallback;
    }
    return found;
  }

  /** An object; null when it is absent or something else. */
  public @Nullable Fields object(String key) {
    Object value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Map<?, ?> object) {
      return new Fields(object, path(key), findings);
    }
    wrong(key, value, "an object");
    return null;
  }

  /** An array of at most so many items; empty when it is absent or something else. */
  public List<?> array(String key, int max) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> array)) {
      wrong(key, value, "an array");
      return List.of();
    }
    if (array.size() > max) {
      findings.problem(path(key), "has " + array.size() + " items, must have at most " + max);
      return array.subList(0, max);
    }
    return array;
  }

  /** Any object, as it is. */
  public Map<String, Object> anything(String key) {
    Fields object = object(key);
    return object == null ? Map.of() : object.members;
  }

  /** Reports every key that was never asked for. */
  public void rejectUnknownKeys() {
    for (String key : members.keySet()) {
      if (!known.contains(key)) {
        findings.tolerated(path(key), "is unknown, must be one of " + String.join(", ", known));
      }
    }
  }

  private boolean inRange(String key, Object value, double min, double max) {
    double number = ((Number) value).doubleValue();
    if (number < min) {
      wrong(key, value, plain(min) + " or more");
    } else if (number > max) {
      wrong(key, value, plain(max) + " or less");
    }
    return number >= min && number <= max;
  }

  private void wrong(String key, Object value, String expected) {
    findings.problem(path(key), "is " + Findings.show(value) + ", must be " + expected);
  }

  static boolean isText(String text) {
    int length = text.codePointCount(0, text.length());
    return length >= 1 && length <= PolicyLimits.MAX_NAME_LENGTH;
  }

  static boolean isWhole(Object value) {
    return value instanceof Long
        || value instanceof BigInteger
        || (value instanceof Double d && d == Math.rint(d));
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
