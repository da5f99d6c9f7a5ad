package beamline.router.examples.node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line: {@code --name value} or {@code --name=value}, and {@code --name} alone for flags.
 * Everything that is not known, said twice or without its value is an error.
 */
public final class Arguments {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Arguments() {}

  /**
   * Reads a command line.
   *
   * @param options names that have a value and may be said once
   * @param lists names that have a value and may be said several times
   * @param flags names without a value
   */
  public static Arguments parse(
      List<String> arguments, Set<String> options, Set<String> lists, Set<String> flags)
      throws UsageException {
    Arguments parsed = new Arguments();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (flags.contains(name)) {
        if (equals >= 0) {
          throw new UsageException(name + " takes no value");
        }
        parsed.add(name, "", false);
      } else if (options.contains(name) || lists.contains(name)) {
        String value = equals >= 0 ? argument.substring(equals + 1) : next(rest);
        if (value.isBlank() || (equals < 0 && value.startsWith("--"))) {
          throw new UsageException(name + " needs a value");
        }
        parsed.add(name, value, lists.contains(name));
      } else {
        throw new UsageException("unknown argument '" + argument + "'; --help lists what there is");
      }
    }
    return parsed;
  }

  /** Whether a flag was said. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value of an option. */
  public Optional<String> value(String name) {
    return all(name).stream().findFirst();
  }

  /** Every value of a list. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** A whole number within bounds, else the default. */
  public long number(String name, long defaultValue, long min, long max) throws UsageException {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, like a number out of bounds
    }
    throw new UsageException(
        name + " is '" + text.get() + "', must be a whole number from " + min + " to " + max);
  }

  private static String next(Iterator<String> rest) {
    return rest.hasNext() ? rest.next() : "";
  }

  private void add(String name, String value, boolean repeatable) throws UsageException {
    List<String> said = values.computeIfAbsent(name, key -> new ArrayList<>());
    if (!said.isEmpty() && !repeatable) {
      throw new UsageException(name + " is said twice");
    }
    said.add(value);
  }
}
