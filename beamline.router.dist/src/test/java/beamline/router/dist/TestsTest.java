package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that does not run proves nothing. */
final class TestsTest {
  /**
   * Annotations and calls that take a test away; in the testkit they would take it away from its
   * users.
   */
  private static final Pattern TAKEN_AWAY =
      Pattern.compile(
          "@(Disabled|Enabled)\\w*|\\bAssumptions?\\b|\\bassum(e|ing)(True|False|That|NotNull)\\b|\\bTestAborted");

  private static final Pattern SLEEP =
      Pattern.compile("\\bThread\\.sleep\\(|\\bTimeUnit\\.\\w+\\.sleep\\(");
  private static final Pattern TOTALS =
      Pattern.compile("<testsuite [^>]*?\\btests=\"(\\d+)\"[^>]*?\\bskipped=\"(\\d+)\"");

  static List<Path> testedFolders() {
    return House.moduleFolders().stream()
        .filter(it -> Files.isDirectory(it.resolve("src/test/java")))
        .toList();
  }

  static List<Path> reportingFolders() {
    Path dist = Path.of("").toAbsolutePath();
    return testedFolders().stream().filter(it -> !it.equals(dist)).toList();
  }

  @ParameterizedTest
  @MethodSource("testedFolders")
  void noTestIsDisabledOrAssumedAwayOrSleeps(Path folder) {
    for (Path source : House.javaFiles(folder.resolve("src/test/java"))) {
      if (!source.endsWith(Path.of("beamline/router/dist/TestsTest.java"))) {
        assertThat(House.text(source))
            .as("%s", source)
            .doesNotContainPattern(TAKEN_AWAY)
            .doesNotContainPattern(SLEEP);
      }
    }
  }

  @Test
  void noContractTestIsDisabledOrAssumedAway() {
    for (Path source : House.javaFiles(House.shipped("beamline.router.testkit").sources())) {
      assertThat(House.text(source)).as("%s", source).doesNotContainPattern(TAKEN_AWAY);
    }
  }

  @ParameterizedTest
  @MethodSource("reportingFolders")
  void everyModuleWithTestsRanThemAndSkippedNone(Path folder) throws IOException {
    int ran = 0;
    try (Stream<Path> reports = Files.list(folder.resolve("target/surefire-reports"))) {
      for (Path report : reports.filter(it -> it.toString().endsWith(".xml")).toList()) {
        var totals = TOTALS.matcher(House.text(report));
        assertThat(totals.find()).as("%s has totals", report).isTrue();
        assertThat(totals.group(2)).as("skipped in %s", report).isEqualTo("0");
        ran += Integer.parseInt(totals.group(1));
      }
    }
    assertThat(ran).as("tests run in %s", folder).isPositive();
  }
}
