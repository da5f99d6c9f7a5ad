package beamline.router.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Finds the program {@code nats-server}: the one that the environment variable {@code NATS_SERVER}
 * names, else one on the {@code PATH}, else the package of the distribution, unpacked into the
 * build's own folder. Nothing is installed.
 *
 * <p>The system property {@code nats.version} asks for one of {@code 2.9}, {@code 2.10} and {@code
 * 2.15}; a program of another version is passed over. The system property {@code servers.directory}
 * says where to unpack; otherwise it is {@code target/servers} of the outermost project that
 * contains the working directory.
 */
final class NatsServerBinary {
  private static final String NAME = "nats-server";
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
    String named = System.getenv("NATS_SERVER");
    if (named != null && !named.isEmpty()) {
      Path program = Path.of(named);
      if (!Files.isExecutable(program)) {
        throw new IllegalStateException("NATS_SERVER is " + named + ", which is no program");
      }
      if (version.isEmpty() || isVersion(program, version)) {
        return program;
      }
    }
    Optional<Path> onPath = onPath();
    if (onPath.isPresent() && (version.isEmpty() || isVersion(onPath.get(), version))) {
      return onPath.get();
    }
    return unpacked(version.isEmpty() ? USUAL : version);
  }

  private static Optional<Path> onPath() {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path program = Path.of(folder, NAME);
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
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
    String suite = suite(version);
    Path folder = folder().resolve(NAME + "-" + version);
    Path program = folder.resolve(NAME);
    if (Files.isExecutable(program)) {
      return program;
    }
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.isExecutable(program)) {
          Path fetched = DebianPackage.fetch(NAME, suite, folder.resolve("package"));
          Path ready =
              Files.copy(fetched, folder.resolve("new"), StandardCopyOption.REPLACE_EXISTING);
          ready.toFile().setExecutable(true);
          Files.move(ready, program, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return program;
    } catch (IOException e) {
      throw new IllegalStateException(
          "there is no "
              + NAME
              + " "
              + version
              + ": set NATS_SERVER to the program, or put it on the PATH, or make the package"
              + " registry reachable ("
              + e.getMessage()
              + ")",
          e);
    }
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

  private static Path folder() {
    String configured = System.getProperty("servers.directory", "");
    if (!configured.isEmpty()) {
      return Path.of(configured);
    }
    Path outermost = Path.of("").toAbsolutePath();
    for (Path p = outermost; p != null; p = p.getParent()) {
      if (Files.exists(p.resolve("pom.xml"))) {
        outermost = p;
      }
    }
    return outermost.resolve("target").resolve("servers");
  }
}
