package beamline.router.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.benchmarks.Comparison.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
  @TempDir private Path folder;

  @Test
  void everyComparisonStillRunsAndHasItsRow() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Benchmarks.run(
        "P1,P2,P3,P4,P5,P6,P7,P8",
        folder,
        Rounds.QUICK,
        new PrintStream(printed, true, StandardCharsets.UTF_8));

    String table = Files.readString(folder.resolve("ratios.md"));
    List<String> rows = table.lines().skip(2).toList();
    assertThat(rows).hasSameSizeAs(Comparisons.ALL);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row).matches("\\| P[1-8] (\\|[^|]+){9}\\| (yes|no) \\|"));
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(table);
  }

  @Test
  void anUnknownGroupIsRefusedByName() {
    assertThatThrownBy(() -> Benchmarks.run("P1,P9", folder, Rounds.QUICK, System.out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no group 'P9', known are P1,P2,P3,P4,P5,P6,P7,P8");
  }

  @Test
  void aTargetIsMetByTimeAndBytesTogether() {
    Comparison comparison =
        new Comparison("P1", "work", 1, "A.ours", "peer", "A.theirs", Target.time(1).bytes(2));

    assertThat(comparison.isMet(Score.of(100, 40), Score.of(100, 20))).isTrue();
    assertThat(comparison.isMet(Score.of(101, 40), Score.of(100, 20))).isFalse();
    assertThat(comparison.isMet(Score.of(100, 41), Score.of(100, 20))).isFalse();
    assertThat(comparison.isMet(Score.of(100, 0.4), Score.of(100, 0.1))).isTrue();
  }

  @Test
  void aRowHasEveryFigureAndWhetherTheTargetIsMet() {
    Comparison comparison =
        new Comparison("P2", "work", 2, "A.ours", "peer", "A.theirs", Target.faster(2));

    String table =
        RatioTable.of(
            List.of(comparison), Map.of("A.ours", Score.of(120, 8), "A.theirs", Score.of(200, 16)));

    assertThat(table.lines().toList().get(2))
        .isEqualTo(
            "| P2 | work | 2 | 120.0 | peer | 200.0 | 0.60 | ≤ 0.50× (2.0 times as fast) | 8 | 16"
                + " | no |");
  }
}
