package beamline.router.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds a program: the one that an environment variable names, else one on the {@code PATH}, else
 * that of a package of the distribution, unpacked into the build's own folder. Nothing is
 * installed. The system property {@code servers.directory} says where to unpack; otherwise it is
 * {@code target/servers} of the outermost project that contains the working directory.
 *
 * @param name the name of the program; the variable is the same in upper case
 * @param packageName the package that it comes in
 */
record ServerProgram(String name, String packageName) {

  /** The one that the environment names. */
  Optional<Path> named() {
    String named = System.getenv(variable());
    if (named == null || named.isEmpty()) {
      return Optional.empty();
    }
    Path program = Path.of(named);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(variable() + " is " + named + ", which is no program");
    }
    return Optional.of(program);
  }

  Optional<Path> onPath() {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path program = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /**
   * The one of the package. One of several processes at a time unpacks; the others wait and find
   * it.
   *
   * @param version as the folder is named
   * @param suite the release of the distribution that has it
   * @throws IllegalStateException when there is none; says what to do
   */
  Path unpacked(String version, String suite) {
    Path folder = folder().resolve(packageName + "-" + version);
    Path program = folder.resolve(name);
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
          Path fetched =
              DebianPackage.fetch(packageName, name, suite, folder.resolve("package-of-" + name));
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
              + name
              + " "
              + version
              + ": set "
              + variable()
              + " to the program, or put it on the PATH, or make the package registry reachable ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private String variable() {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
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
