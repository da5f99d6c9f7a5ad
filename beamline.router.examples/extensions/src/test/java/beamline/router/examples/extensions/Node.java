package beamline.router.examples.extensions;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Node.js: the program that the environment variable {@code NODE} names, else the runtime that the
 * build brings along, in a process of its own.
 */
final class Node {
  private Node() {}

  /** The command that runs a script. */
  static String[] running(String script) {
    String named = System.getenv("NODE");
    if (named != null && !named.isEmpty()) {
      return new String[] {named, script};
    }
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1",
      "-cp",
      classPath(),
      NodeMain.class.getName(),
      script
    };
  }

  private static String classPath() {
    List<String> needed = List.of("javet", "test-classes");
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> needed.stream().anyMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
