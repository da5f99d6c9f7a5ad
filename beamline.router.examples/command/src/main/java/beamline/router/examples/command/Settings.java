package beamline.router.examples.command;

import beamline.router.api.RouterConfig;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of a node, for a command that works on what they name. */
public final class Settings {
  private static final String FILE_PROPERTY = "beamline.router.config";

  private Settings() {}

  /** What is written in a file, the system properties and the environment. */
  public static RouterConfig load(Optional<Path> file) {
    if (file.isEmpty()) {
      return RouterConfig.load();
    }
    // The router reads it from here, so that what it complains of names the file.
    String former = System.setProperty(FILE_PROPERTY, file.get().toAbsolutePath().toString());
    try {
      return RouterConfig.load();
    } finally {
      if (former == null) {
        System.clearProperty(FILE_PROPERTY);
      } else {
        System.setProperty(FILE_PROPERTY, former);
      }
    }
  }

  /** Adds what {@code --set KEY=VALUE} says. */
  public static void set(Arguments arguments, RouterConfig.Builder config) throws UsageException {
    for (String setting : arguments.all("--set")) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set is '" + setting + "', must be KEY=VALUE");
      }
      config.set(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
  }
}
