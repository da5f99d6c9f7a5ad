package beamline.router.dist;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A module's descriptor, and the one that was reviewed. */
final class GoldenDescriptor {
  private GoldenDescriptor() {}

  static void check(String module, Path jar) throws IOException {
    String actual = describe(jar);
    Path written =
        Files.createDirectories(Path.of("target/descriptors")).resolve(module + ".expected.txt");
    Files.writeString(written, actual);
    Path golden = Path.of("src/test/resources/descriptors", module + ".expected.txt");
    assertThat(actual)
        .as("%s; if the change is meant, review it and copy %s over %s", module, written, golden)
        .isEqualTo(Files.exists(golden) ? House.text(golden) : "");
  }

  /**
   * What others can see: without the hidden packages, the place of the jar and the order of the
   * lines.
   */
  private static String describe(Path jar) {
    return Jdk.run("jar", "--describe-module", "--file", jar.toString())
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("contains "))
        .map(line -> line.replaceFirst("(@\\S+)? jar:file:.*", ""))
        .sorted()
        .collect(joining("\n", "", "\n"));
  }
}
