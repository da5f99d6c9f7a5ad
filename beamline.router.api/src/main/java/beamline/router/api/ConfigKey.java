package beamline.router.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One thing that can be configured: its name, the other names it is known by, its type, default and
 * meaning.
 *
 * @param <T> the type of the value
 * @param name dotted kebab-case, such as {@code assignment.max-retries}
 * @param aliases names of the operational guide, such as {@code caf_max_retries}, in order of
 *     precedence
 * @param defaultValue the value when nothing is configured
 * @param expected the form of a value, in words that fit after "must be"
 * @param description what it does, in a sentence
 * @param secret whether the value is hidden wherever it could be shown
 * @param parser text to value; throws {@link IllegalArgumentException} on text of another form
 */
public record ConfigKey<T>(
    String name,
    List<String> aliases,
    T defaultValue,
    String expected,
    String description,
    boolean secret,
    Function<String, T> parser) {

  public ConfigKey {
    Objects.requireNonNull(name, "name");
    aliases = List.copyOf(aliases);
  }

  /**
   * Reads a value; the exception names the key, the value (unless secret) and the expected form.
   */
  public T parse(String text) {
    try {
      return parser.apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          name + " is '" + (secret ? "[REDACTED]" : text) + "', must be " + expected,
          e);
    }
  }

  /** Two keys are the same when they have the same name. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigKey<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Milliseconds or a number with a unit ({@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}) to a
   * duration.
   */
  static Duration duration(String text) {
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
      unit++;
    }
    if (unit == 0) {
      throw new IllegalArgumentException(text);
    }
    long number = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit)) {
      case "", "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> throw new IllegalArgumentException(text);
    };
  }
}
