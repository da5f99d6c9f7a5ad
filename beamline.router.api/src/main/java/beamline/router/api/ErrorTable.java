package beamline.router.api;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The appearance of every {@link ErrorCode} that is in force. Immutable; replaced as a whole
 * through {@link beamline.router.api.admin.RouterControls#errorTable(ErrorTable)}, effective at
 * once on every edge.
 */
public final class ErrorTable {
  private static final ErrorTable DEFAULTS = new ErrorTable(defaultMappings());

  private final EnumMap<ErrorCode, ErrorMapping> mappings;

  private ErrorTable(EnumMap<ErrorCode, ErrorMapping> mappings) {
    this.mappings = mappings;
  }

  /** The built-in table. */
  public static ErrorTable defaults() {
    return DEFAULTS;
  }

  /** A table that differs from this one in the given codes. */
  public ErrorTable with(Map<ErrorCode, ErrorMapping> changes) {
    EnumMap<ErrorCode, ErrorMapping> copy = new EnumMap<>(mappings);
    changes.forEach(
        (code, mapping) ->
            copy.put(
                Objects.requireNonNull(code, "code"), Objects.requireNonNull(mapping, "mapping")));
    return new ErrorTable(copy);
  }

  /** A table that differs from this one in one code. */
  public ErrorTable with(ErrorCode code, ErrorMapping mapping) {
    return with(Map.of(code, mapping));
  }

  /**
   * A table that differs from this one in what a properties file says, a line per reason: {@code
   * policy_not_found = wire=policy_not_found, grpc=5, http=404, retryable=false}. What a line
   * leaves out stays as it is.
   *
   * @throws InvalidConfigurationException that lists every problem; then nothing of the file counts
   */
  public ErrorTable with(Path file) {
    return ErrorTableFile.read(this, file);
  }

  /** How this code looks. */
  public ErrorMapping of(ErrorCode code) {
    return Objects.requireNonNull(mappings.get(code));
  }

  private static EnumMap<ErrorCode, ErrorMapping> defaultMappings() {
    EnumMap<ErrorCode, ErrorMapping> table = new EnumMap<>(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      table.put(code, code.defaultMapping());
    }
    return table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ErrorTable table && mappings.equals(table.mappings);
  }

  @Override
  public int hashCode() {
    return mappings.hashCode();
  }

  @Override
  public String toString() {
    return mappings.toString();
  }
}
