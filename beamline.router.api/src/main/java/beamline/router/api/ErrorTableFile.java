package beamline.router.api;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads changes to the error table from a properties file, a line per reason: {@code
 * policy_not_found = wire=policy_not_found, grpc=5, http=404, retryable=false}. What a line leaves
 * out stays as it is. One error refuses the whole file.
 */
final class ErrorTableFile {
  private final ErrorTable base;
  private final String file;
  private final List<String> problems = new ArrayList<>();

  private ErrorTableFile(ErrorTable base, String file) {
    this.base = base;
    this.file = file;
  }

  /** The table with the changes of a file. */
  static ErrorTable read(ErrorTable base, Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidConfigurationException(
          List.of("error table " + file + " cannot be read: " + e));
    }
    return new ErrorTableFile(base, file.toString()).apply(lines);
  }

  private ErrorTable apply(Properties lines) {
    Map<ErrorCode, ErrorMapping> changes = new EnumMap<>(ErrorCode.class);
    for (String reason : new TreeSet<>(lines.stringPropertyNames())) {
      ErrorCode code = ErrorCode.ofReason(reason);
      if (!code.reason().equals(reason)) {
        problem(reason, "is no reason, did you mean " + nearest(reason) + "?");
        continue;
      }
      try {
        changes.put(code, mapping(base.of(code), lines.getProperty(reason, "")));
      } catch (IllegalArgumentException e) {
        problem(reason, String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return base.with(changes);
  }

  private static ErrorMapping mapping(ErrorMapping before, String text) {
    Map<String, String> fields =
        MapText.type("fields", "fields", value -> value).reader().read(text.strip(), "");
    ErrorMapping mapping = before;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      mapping = with(mapping, field.getKey(), field.getValue());
    }
    return mapping;
  }

  private static ErrorMapping with(ErrorMapping mapping, String field, String value) {
    String wire = mapping.wireCode();
    int grpc = mapping.grpcStatus();
    int http = mapping.httpStatus();
    boolean retryable = mapping.retryable();
    switch (field) {
      case "wire" -> wire = value;
      case "grpc" -> grpc = number(field, value);
      case "http" -> http = number(field, value);
      case "retryable" -> retryable = flag(field, value);
      default ->
          throw new IllegalArgumentException(
              "has the field " + field + ", known are wire, grpc, http and retryable");
    }
    return new ErrorMapping(wire, grpc, http, retryable);
  }

  private static int number(String field, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(field + " is '" + value + "', must be a number", e);
    }
  }

  private static boolean flag(String field, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(field + " is '" + value + "', must be true or false");
    };
  }

  private static String nearest(String reason) {
    return NearestName.to(reason, Stream.of(ErrorCode.values()).map(ErrorCode::reason).toList());
  }

  private void problem(String reason, String text) {
    problems.add("error table " + file + ": " + reason + ": " + text);
  }
}
