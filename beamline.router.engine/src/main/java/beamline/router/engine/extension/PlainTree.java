package beamline.router.engine.extension;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies what an extension gave into a tree of plain JSON values that nobody can change, and stops
 * when it is no JSON, too deep (as what contains itself is) or too large. As in {@link
 * beamline.router.engine.json.JsonReader}, a null is as if it were not there.
 */
final class PlainTree {
  /** As deep as messages may be. */
  static final int MAX_DEPTH = 64;

  private final String name;
  private final int maxBytes;
  private long bytes;

  private PlainTree(String name, int maxBytes) {
    this.name = name;
    this.maxBytes = maxBytes;
  }

  /**
   * A copy of a tree.
   *
   * @param name what it is, for who reads what is wrong with it
   * @param maxBytes how long it may be, written as JSON
   * @throws InvalidReplyException when it is no JSON, or too large
   */
  static Map<String, Object> copy(String name, Map<?, ?> tree, int maxBytes) {
    return new PlainTree(name, maxBytes).object(tree, 1);
  }

  private Map<String, Object> object(Map<?, ?> tree, int depth) {
    enter(depth);
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : tree.entrySet()) {
      if (!(member.getKey() instanceof String key)) {
        throw new InvalidReplyException(name + " has a key that is no text");
      }
      text(key);
      Object value = value(member.getValue(), depth);
      if (value != null) {
        copy.put(key, value);
      }
    }
    return Collections.unmodifiableMap(copy);
  }

  private List<Object> array(Collection<?> elements, int depth) {
    enter(depth);
    List<Object> copy = new ArrayList<>();
    for (Object element : elements) {
      Object value = value(element, depth);
      if (value != null) {
        copy.add(value);
      }
    }
    return Collections.unmodifiableList(copy);
  }

  private @Nullable Object value(@Nullable Object value, int depth) {
    take(1);
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Map<?, ?> inner) {
      return object(inner, depth + 1);
    }
    if (value instanceof Collection<?> elements) {
      return array(elements, depth + 1);
    }
    return number(value);
  }

  private Object number(Object value) {
    Class<?> type = value.getClass(); // a class derived from a number may be anything
    if (type == Long.class || type == Integer.class || type == Short.class || type == Byte.class) {
      return ((Number) value).longValue();
    }
    if (type == Double.class || type == Float.class) {
      double number = ((Number) value).doubleValue();
      if (Double.isFinite(number)) {
        return number;
      }
    } else if (type == BigInteger.class) {
      take(((BigInteger) value).bitLength() / 3);
      return value;
    } else if (type == BigDecimal.class) {
      take(((BigDecimal) value).unscaledValue().bitLength() / 3);
      return value;
    }
    throw new InvalidReplyException(name + " has a " + type.getName() + ", which is no JSON value");
  }

  private String text(String text) {
    take(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      take(c < 0x80 ? 0 : c < 0x800 ? 1 : 2);
    }
    return text;
  }

  private void enter(int depth) {
    take(2);
    if (depth > MAX_DEPTH) {
      throw new InvalidReplyException(name + " is more than " + MAX_DEPTH + " levels deep");
    }
  }

  private void take(int more) {
    bytes += more;
    if (bytes > maxBytes) {
      throw new InvalidReplyException(name + " has more than " + maxBytes + " bytes");
    }
  }
}
