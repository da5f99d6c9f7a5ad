package beamline.router.api;

import beamline.router.api.admin.TenantList;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How values of a kind are read and written.
 *
 * @param word the kind, in a word or two
 * @param expected the form of a value, in words that fit after "must be"
 * @param reader text to value; {@link IllegalArgumentException} on text of another form
 * @param writer value to the text that reads as the same value
 */
record ConfigType<T>(String word, String expected, Reader<T> reader, Writer<T> writer) {
  /** The guide's word for "no value". */
  static final String UNDEFINED = "undefined";

  /** Text to value. */
  interface Reader<T> {
    /** Reads a stripped text; the unit is that of a bare number, where that matters. */
    T read(String text, String unit);
  }

  /** Value to text. */
  interface Writer<T> {
    String write(T value);
  }

  /** Any text but an empty one. */
  static ConfigType<String> text() {
    return new ConfigType<>(
        "text", "a text", (text, unit) -> require(text, !text.isEmpty()), text -> text);
  }

  /** A text, or nothing. */
  static ConfigType<Optional<String>> optionalText() {
    return optionalText("a text, or undefined", text -> true);
  }

  /** A text of a certain form, or nothing. */
  static ConfigType<Optional<String>> optionalText(String expected, Predicate<String> form) {
    return new ConfigType<>(
        "text",
        expected,
        (text, unit) ->
            absent(text) ? Optional.empty() : Optional.of(require(text, form.test(text))),
        value -> value.orElse(""));
  }

  /** One of a few words. */
  static ConfigType<String> choice(String... words) {
    List<String> allowed = List.of(words);
    return new ConfigType<>(
        String.join(" | ", allowed),
        "one of " + String.join(", ", allowed),
        (text, unit) -> require(text, allowed.contains(text)),
        text -> text);
  }

  /** {@code true} or {@code false}. */
  static ConfigType<Boolean> flag() {
    return new ConfigType<>(
        "boolean",
        "true or false",
        (text, unit) -> require(text, text.equals("true") || text.equals("false")).equals("true"),
        String::valueOf);
  }

  /** A whole number within bounds, both included. */
  static ConfigType<Integer> integer(int min, int max) {
    return new ConfigType<>(
        "integer",
        "a whole number from " + min + " to " + max,
        (text, unit) -> {
          int number = Integer.parseInt(text);
          require(text, number >= min && number <= max);
          return number;
        },
        String::valueOf);
  }

  /** A port, 0 for any that is free, or nothing. */
  static ConfigType<Optional<Integer>> optionalPort() {
    ConfigType<Integer> port = integer(0, 65_535);
    return new ConfigType<>(
        "port",
        "a port from 0 (any) to 65535, or undefined",
        (text, unit) ->
            absent(text) ? Optional.empty() : Optional.of(port.reader().read(text, unit)),
        value -> value.map(String::valueOf).orElse(""));
  }

  /** A whole number within bounds, both included. */
  static ConfigType<Long> number(long min, long max) {
    return new ConfigType<>(
        "integer",
        "a whole number from " + min + " to " + max,
        (text, unit) -> {
          long number = Long.parseLong(text);
          require(text, number >= min && number <= max);
          return number;
        },
        String::valueOf);
  }

  /** A decimal number within bounds, both included. */
  static ConfigType<Double> decimal(double min, double max) {
    return new ConfigType<>(
        "decimal",
        "a number from " + plain(min) + " to " + plain(max),
        (text, unit) -> {
          double number = Double.parseDouble(text);
          require(text, number >= min && number <= max);
          return number;
        },
        ConfigType::plain);
  }

  /** A duration within bounds, both included. */
  static ConfigType<Duration> duration(Duration min, Duration max) {
    return new ConfigType<>(
        "duration",
        "a duration from "
            + DurationText.write(min)
            + " to "
            + DurationText.write(max)
            + ", such as 250ms, 10s, 5m or 1h",
        (text, unit) -> {
          Duration duration = DurationText.read(text, unit);
          require(text, duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0);
          return duration;
        },
        DurationText::write);
  }

  /** Durations in order. */
  static ConfigType<List<Duration>> durations() {
    return new ConfigType<>(
        "list of durations",
        "one or more durations with commas between them, such as 1s,2s,4s",
        (text, unit) -> {
          List<Duration> list =
              ListText.read(text).stream().map(item -> DurationText.read(item, unit)).toList();
          require(text, !list.isEmpty());
          return list;
        },
        list -> ListText.write(list.stream().map(DurationText::write).toList()));
  }

  /** Texts in order. */
  static ConfigType<List<String>> list() {
    return new ConfigType<>(
        "list",
        "texts with commas between them, or [] for none",
        (text, unit) -> ListText.read(text),
        ListText::write);
  }

  /** Which tenants are let through. */
  static ConfigType<TenantList> tenants() {
    return new ConfigType<>(
        "tenant list",
        "undefined (every tenant), tenants with commas between them, or [] (no tenant)",
        (text, unit) ->
            text.equals(UNDEFINED)
                ? TenantList.all()
                : TenantList.only(Set.copyOf(ListText.read(text))),
        tenants ->
            tenants
                .tenants()
                .map(set -> ListText.write(set.stream().sorted().toList()))
                .orElse(UNDEFINED));
  }

  /** A path, or nothing. */
  static ConfigType<Optional<Path>> path() {
    return new ConfigType<>(
        "path",
        "a path, or undefined",
        (text, unit) -> absent(text) ? Optional.empty() : Optional.of(Path.of(text)),
        value -> value.map(Path::toString).orElse(""));
  }

  private static boolean absent(String text) {
    return text.isEmpty() || text.equals(UNDEFINED);
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String require(String text, boolean accepted) {
    if (!accepted) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
