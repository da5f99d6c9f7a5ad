package beamline.router.dist;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a module shows the world changes in a reviewed line of a golden file, or not at all. */
final class GoldenDescriptorTest {
  static List<House.Shipped> shipped() {
    return House.shipped();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void descriptorIsTheReviewedOne(House.Shipped shipped) throws IOException {
    String actual = describe(shipped.jar());
    Path written =
        Files.createDirectories(Path.of("target/descriptors"))
            .resolve(shipped.module() + ".expected.txt");
    Files.writeString(written, actual);
    Path golden = Path.of("src/test/resources/descriptors", shipped.module() + ".expected.txt");
    assertThat(actual)
        .as("%s; if the change is meant, review it and copy %s over %s", shipped, written, golden)
        .isEqualTo(House.text(golden));
  }

  /**
   * Without what differs between machines and versions: where the jar lies, and the order of the
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
