package beamline.router.testkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds the program {@code nats-server}, as {@link ServerProgram} does: by {@code NATS_SERVER}, on
 * the {@code PATH}, or in the package of the distribution.
 *
 * <p>The system property {@code nats.version} asks for one of {@code 2.9}, {@code 2.10} and {@code
 * 2.15}; a program of another version is passed over.
 */
final class NatsServerBinary {
  private static final ServerProgram PROGRAM = new ServerProgram("nats-server", "nats-server");
  private static final String USUAL = "2.10";

  private NatsServerBinary() {}

  /**
   * The program.
   *
   * @throws IllegalStateException when there is none; says what to do
   */
  static Path find() {
    return find(System.getProperty("nats.version", ""));
  }

  static Path find(String version) {
    Optional<Path> named = PROGRAM.named();
    if (named.isPresent() && (version.isEmpty() || isVersion(named.get(), version))) {
      return named.get();
    }
    Optional<Path> onPath = PROGRAM.onPath();
    if (onPath.isPresent() && (version.isEmpty() || isVersion(onPath.get(), version))) {
      return onPath.get();
    }
    return unpacked(version.isEmpty() ? USUAL : version);
  }

  private static boolean isVersion(Path program, String version) {
    try {
      return Command.output(List.of(program.toString(), "--version")).contains("v" + version + ".");
    } catch (IOException e) {
      return false;
    }
  }

  /** One of several processes at a time unpacks; the others wait and find it. */
  static Path unpacked(String version) {
    return PROGRAM.unpacked(version, suite(version));
  }

  private static String suite(String version) {
    return switch (version) {
      case "2.9" -> "bookworm";
      case "2.10" -> "trixie";
      case "2.15" -> "sid";
      default ->
          throw new IllegalStateException(
              "nats.version is '" + version + "', must be 2.9, 2.10 or 2.15");
    };
  }
}
