package beamline.router.examples.command;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line: operands, {@code --name value} or {@code --name=value}, and {@code --name} alone
 * for flags. Everything that is not known, said twice or without its value is an error.
 */
public final class Arguments {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h|d)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private final List<String> operands = new ArrayList<>();
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Arguments() {}

  /**
   * Reads a command line.
   *
   * @param options names that have a value and may be said once
   * @param lists names that have a value and may be said several times
   * @param flags names without a value
   */
  static Arguments parse(
      List<String> arguments, Set<String> options, Set<String> lists, Set<String> flags)
      throws UsageException {
    Arguments parsed = new Arguments();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (argument.isBlank()) {
        throw new UsageException("an operand is empty");
      }
      if (!argument.startsWith("-")) {
        parsed.operands.add(argument);
      } else if (flags.contains(argument)) {
        parsed.add(name, "", false);
      } else if (options.contains(name) || lists.contains(name)) {
        String value =
            equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
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

  /** What stands for itself. */
  public List<String> operands() {
    return operands;
  }

  /** Whether an option or a flag was said. */
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

  /** A whole number, 0 or more. */
  public Optional<Long> number(String name) throws UsageException {
    Optional<String> text = value(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(number(name, text.get()));
  }

  /** A whole number of things, which an {@code int} holds. */
  public Optional<Integer> count(String name) throws UsageException {
    Optional<Long> number = number(name);
    if (number.isPresent() && number.get() > Integer.MAX_VALUE) {
      throw new UsageException(name + " is '" + number.get() + "', must be at most 2147483647");
    }
    return number.map(Long::intValue);
  }

  /** A duration, such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 8h} or {@code 90d}. */
  public Optional<Duration> duration(String name) throws UsageException {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher duration = DURATION.matcher(text.get());
    if (!duration.matches()) {
      throw new UsageException(
          name + " is '" + text.get() + "', must be a time such as 500ms, 10s, 5m, 8h or 90d");
    }
    return Optional.of(
        Duration.of(Long.parseLong(duration.group(1)), UNITS.get(duration.group(2))));
  }

  /** A text as a whole number, 0 or more. */
  public static long number(String name, String text) throws UsageException {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    throw new UsageException(name + " is '" + text + "', must be a whole number, 0 or more");
  }

  private void add(String name, String value, boolean repeatable) throws UsageException {
    List<String> said = values.computeIfAbsent(name, key -> new ArrayList<>());
    if (!said.isEmpty() && !repeatable) {
      throw new UsageException(name + " is said twice");
    }
    said.add(value);
  }
}
