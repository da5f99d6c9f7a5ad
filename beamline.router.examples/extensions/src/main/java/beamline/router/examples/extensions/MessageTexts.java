package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The texts of a message that an extension is to look at: all that are in the fields which {@code
 * config.fields} names, at any depth, by default in the {@code payload}. A field is named by its
 * path, such as {@code payload.text}; a list on the way stands for all of its elements. Whole
 * numbers are texts of digits.
 *
 * <p>Reads no more than {@value #LONGEST} characters and {@value #DEEPEST} levels: a message beyond
 * that fails the call. Used for one call.
 */
final class MessageTexts {
  static final int LONGEST = 1 << 20;
  static final int DEEPEST = 64;

  private static final Pattern PATH = Pattern.compile("(payload|metadata)(\\.[^.]+)*");
  private static final List<String> BY_DEFAULT = List.of("payload");

  private final ItemConfig config;
  private final List<String> fields;
  private final Map<String, Object> message;
  private int read;

  private MessageTexts(ItemConfig config, Map<String, Object> message) {
    this.config = config;
    this.message = message;
    List<String> named = config.texts("fields");
    fields = named.isEmpty() ? BY_DEFAULT : named;
    for (int i = 0; i < fields.size(); i++) {
      if (!PATH.matcher(fields.get(i)).matches()) {
        throw config.invalid(
            "fields[" + i + "]",
            fields.get(i),
            "payload or metadata, or a path in them such as payload.text");
      }
    }
  }

  /** Those of a request. */
  static MessageTexts of(Extension.Request request, ItemConfig config) {
    return new MessageTexts(config, request.payload());
  }

  /** Takes a text, and gives what is to be in its place; the same one where nothing changes. */
  @FunctionalInterface
  interface Visitor {
    /**
     * A text.
     *
     * @param place the names on the way to it, outermost first; {@code []} for an element of a list
     * @param text what is there: a text or a whole number
     */
    Object visit(List<String> place, Object text);

    /** The name of a member. */
    default void name(List<String> place, String name) {}
  }

  /** The message with what the visitor makes of its texts; empty when that is the same. */
  Optional<Map<String, Object>> visit(Visitor visitor) {
    Object changed = message;
    for (String field : fields) {
      changed = descend(changed, List.of(field.split("\\.", -1)), new ArrayList<>(), visitor);
    }
    return changed == message ? Optional.empty() : Optional.of(asMap(changed));
  }

  private Object descend(Object value, List<String> path, List<String> place, Visitor visitor) {
    if (path.isEmpty()) {
      return walk(value, place, visitor);
    }
    if (value instanceof List<?> list) {
      return elements(list, place, element -> descend(element, path, place, visitor));
    }
    if (!(value instanceof Map<?, ?> map) || map.get(path.get(0)) == null) {
      return value;
    }
    String name = path.get(0);
    return members(
        map,
        place,
        (each, member) ->
            each.equals(name)
                ? descend(member, path.subList(1, path.size()), place, visitor)
                : member);
  }

  private Object walk(Object value, List<String> place, Visitor visitor) {
    if (value instanceof Map<?, ?> map) {
      return members(
          map,
          place,
          (name, member) -> {
            count(name.length());
            visitor.name(place.subList(0, place.size() - 1), name);
            return walk(member, place, visitor);
          });
    }
    if (value instanceof List<?> list) {
      return elements(list, place, element -> walk(element, place, visitor));
    }
    if (value instanceof String || isWhole(value)) {
      count(value.toString().length());
      return visitor.visit(place, value);
    }
    return value;
  }

  private Object elements(List<?> list, List<String> place, Function<Object, Object> change) {
    enter(place, "[]");
    List<Object> changed = new ArrayList<>(list.size());
    boolean same = true;
    for (Object element : list) {
      Object after = change.apply(element);
      same &= after == element;
      changed.add(after);
    }
    leave(place);
    return same ? list : changed;
  }

  private Object members(
      Map<?, ?> map, List<String> place, BiFunction<String, Object, Object> change) {
    Map<String, Object> changed = new LinkedHashMap<>();
    boolean same = true;
    for (Map.Entry<?, ?> member : map.entrySet()) {
      String name = String.valueOf(member.getKey());
      enter(place, name);
      Object after = change.apply(name, member.getValue());
      leave(place);
      same &= after == member.getValue();
      changed.put(name, after);
    }
    return same ? map : changed;
  }

  private void enter(List<String> place, String name) {
    count(1);
    place.add(name);
    if (place.size() > DEEPEST) {
      throw tooLarge(DEEPEST + " levels");
    }
  }

  private static void leave(List<String> place) {
    place.remove(place.size() - 1);
  }

  private void count(int characters) {
    read += characters;
    if (read > LONGEST) {
      throw tooLarge(LONGEST + " characters");
    }
  }

  private IllegalArgumentException tooLarge(String limit) {
    return new IllegalArgumentException(
        config.extensionId() + ": the message has more than " + limit + " in " + fields);
  }

  private static boolean isWhole(Object value) {
    return value instanceof Long || value instanceof Integer || value instanceof BigInteger;
  }

  @SuppressWarnings("unchecked") // the message is one, and what is made of it has its names
  private static Map<String, Object> asMap(Object message) {
    return (Map<String, Object>) message;
  }
}
