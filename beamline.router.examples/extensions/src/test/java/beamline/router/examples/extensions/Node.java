package beamline.router.examples.extensions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Finds the program {@code node}: the one that the environment variable {@code NODE} names, else
 * one on the {@code PATH}.
 */
final class Node {
  private Node() {}

  /** The program. */
  static Path find() {
    String named = System.getenv("NODE");
    if (named != null && !named.isEmpty()) {
      if (Files.isExecutable(Path.of(named))) {
        return Path.of(named);
      }
      throw new IllegalStateException("NODE is " + named + ", which is no program");
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "node"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there is no Node.js: install it (18 or newer), or set NODE to the program"));
  }
}
