package beamline.router.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where everything lies: the checks read sources, jars and reports of the other modules as they
 * were built.
 */
final class House {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path CENTRAL = Path.of(System.getProperty("house.central"));

  static final String VERSION = System.getProperty("house.version");
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>beamline-router-(\\w+)</artifactId>");

  private House() {}

  /** What we publish is what the BOM lists, and nothing else. */
  static List<Shipped> shipped() {
    String managed = text(ROOT.resolve("beamline.router.bom/pom.xml"));
    return ARTIFACT
        .matcher(managed.substring(managed.indexOf("<dependencyManagement>")))
        .results()
        .map(match -> new Shipped("beamline.router." + match.group(1)))
        .toList();
  }

  static Shipped shipped(String module) {
    return shipped().stream().filter(it -> it.module().equals(module)).findFirst().orElseThrow();
  }

  /** Every folder with a POM below ours, whether it is published or not. */
  static List<Path> moduleFolders() {
    return files(ROOT, 3, "pom.xml")
        .filter(it -> text(it).contains("<parent>"))
        .map(Path::getParent)
        .toList();
  }

  static List<Path> javaFiles(Path folder) {
    return Files.isDirectory(folder)
        ? files(folder, Integer.MAX_VALUE, ".java").toList()
        : List.of();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path folder, int depth, String end) {
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found
          .filter(it -> it.toString().endsWith(end))
          .filter(House::isOurs)
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(Path file) {
    for (Path part : ROOT.relativize(file.toAbsolutePath())) {
      if (part.toString().equals("target") || part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** A published module. */
  record Shipped(String module) {
    /**
     * The one folder that has another name holds the .proto files beside the module made from them.
     */
    Path folder() {
      return ROOT.resolve(module.equals("beamline.router.proto") ? "proto" : module);
    }

    Path jar() {
      return folder().resolve("target/" + module.replace('.', '-') + "-" + VERSION + ".jar");
    }

    Path sources() {
      return folder().resolve("src/main/java");
    }

    @Override
    public String toString() {
      return module;
    }
  }
}
