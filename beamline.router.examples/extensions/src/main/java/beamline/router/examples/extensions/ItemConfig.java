package beamline.router.examples.extensions;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The {@code config} of an extension: what is there is checked, and an error names the extension,
 * the key, the value and what it must be. Keys that nobody asks for are left alone. Immutable.
 *
 * @param extensionId whose it is
 * @param values as they are in the policy, or in the extension's record
 */
record ItemConfig(String extensionId, Map<String, Object> values) {

  /** A text that is not empty. */
  Optional<String> text(String key) {
    Object value = values.get(key);
    return value == null ? Optional.empty() : Optional.of(text(key, value));
  }

  /** {@code true} or {@code false}, which it is when there is none. */
  boolean flag(String key) {
    Object value = values.getOrDefault(key, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw invalid(key, value, "true or false");
  }

  /** A list of texts; empty when there is none. */
  List<String> texts(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      throw invalid(key, value, "a list of texts, with one at least");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      texts.add(text(key + "[" + i + "]", list.get(i)));
    }
    return texts;
  }

  /** One of the constants of an enumeration, written small. */
  <E extends Enum<E>> E choice(String key, E otherwise) {
    Optional<String> text = text(key);
    return text.isEmpty() ? otherwise : constant(key, text.get(), otherwise.getDeclaringClass());
  }

  /** Some of the constants of an enumeration, written small; all of them when there is no list. */
  <E extends Enum<E>> EnumSet<E> choices(String key, Class<E> type) {
    List<String> texts = texts(key);
    if (texts.isEmpty()) {
      return EnumSet.allOf(type);
    }
    EnumSet<E> chosen = EnumSet.noneOf(type);
    for (int i = 0; i < texts.size(); i++) {
      chosen.add(constant(key + "[" + i + "]", texts.get(i), type));
    }
    return chosen;
  }

  IllegalArgumentException invalid(String key, Object value, String expected) {
    return new IllegalArgumentException(
        extensionId + ": config." + key + " is '" + value + "', must be " + expected);
  }

  private String text(String key, Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw invalid(key, value, "a text");
  }

  private <E extends Enum<E>> E constant(String key, String text, Class<E> type) {
    EnumSet<E> all = EnumSet.allOf(type);
    for (E constant : all) {
      if (name(constant).equals(text)) {
        return constant;
      }
    }
    throw invalid(
        key,
        text,
        all.stream().map(ItemConfig::name).collect(Collectors.joining(", ", "one of ", "")));
  }

  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
