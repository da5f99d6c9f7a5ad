package beamline.router.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The key that whoever runs a command shows: in a file, or in the environment. Never printed. */
public final class ApiKey {
  /** The option that names the file. */
  public static final String OPTION = "--api-key-file";

  /** The environment variable. */
  public static final String VARIABLE = "BEAMLINE_API_KEY";

  private static final int MAX_BYTES = 4096;

  private ApiKey() {}

  /** The key that is shown, if one is. */
  public static Optional<String> shown(Arguments arguments, Map<String, String> environment)
      throws UsageException {
    Optional<String> file = arguments.value(OPTION);
    if (file.isEmpty()) {
      return Optional.ofNullable(environment.get(VARIABLE)).filter(key -> !key.isBlank());
    }
    Path path = Path.of(file.get());
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new UsageException(OPTION + " '" + path + "' has more than 4096 bytes");
      }
      return Optional.of(Files.readString(path).strip());
    } catch (IOException e) {
      throw new UsageException(OPTION + " '" + path + "' cannot be read");
    }
  }
}
