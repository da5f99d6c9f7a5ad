package beamline.router.spi;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of the configuration that belongs to one component. Values are read by name below the
 * component's prefix; errors name the whole key. Immutable.
 */
public final class ComponentConfig {
  private final String prefix;
  private final Map<String, String> values;

  /**
   * The values below a prefix.
   *
   * @param prefix such as {@code policy-store.file.}, with the final dot
   * @param values by name, without the prefix
   */
  public ComponentConfig(String prefix, Map<String, String> values) {
    this.prefix = prefix;
    this.values = Map.copyOf(values);
  }

  /** No values at all. */
  public static ComponentConfig empty() {
    return new ComponentConfig("", Map.of());
  }

  /** The names that have a value. */
  public Set<String> names() {
    return values.keySet();
  }

  /** A text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip);
  }

  /** A whole number within bounds, else the default. */
  public long number(String name, long defaultValue, long min, long max) {
    String text = values.get(name);
    if (text == null) {
      return defaultValue;
    }
    try {
      long number = Long.parseLong(text.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(name, text, "a whole number from " + min + " to " + max);
    }
    throw invalid(name, text, "a whole number from " + min + " to " + max);
  }

  /** {@code true} or {@code false}, else the default. */
  public boolean flag(String name, boolean defaultValue) {
    String text = values.get(name);
    if (text == null) {
      return defaultValue;
    }
    return switch (text.strip()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, text, "true or false");
    };
  }

  /**
   * A duration in milliseconds or with a unit ({@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}),
   * else the default.
   */
  public Duration duration(String name, Duration defaultValue) {
    String text = values.get(name);
    if (text == null) {
      return defaultValue;
    }
    String stripped = text.strip();
    int unit = 0;
    while (unit < stripped.length() && Character.isDigit(stripped.charAt(unit))) {
      unit++;
    }
    if (unit > 0 && unit < 16) {
      long number = Long.parseLong(stripped.substring(0, unit));
      switch (stripped.substring(unit)) {
        case "", "ms" -> {
          return Duration.ofMillis(number);
        }
        case "s" -> {
          return Duration.ofSeconds(number);
        }
        case "m" -> {
          return Duration.ofMinutes(number);
        }
        case "h" -> {
          return Duration.ofHours(number);
        }
        default -> {}
      }
    }
    throw invalid(name, text, "a duration such as 250ms, 10s, 5m or 1h");
  }

  /** Refuses names that the component does not know: a typing error must not go unnoticed. */
  public void onlyKnown(Set<String> names) {
    for (String name : new TreeSet<>(values.keySet())) {
      if (!names.contains(name)) {
        throw new RouterException(
            ErrorCode.CONFIGURATION_INVALID,
            "unknown key " + prefix + name + ", known are " + new TreeSet<>(names));
      }
    }
  }

  /** An error that names the key, the value and the expected form. */
  public RouterException invalid(String name, String value, String expected) {
    return new RouterException(
        ErrorCode.CONFIGURATION_INVALID,
        prefix + name + " is '" + value + "', must be " + expected);
  }
}
