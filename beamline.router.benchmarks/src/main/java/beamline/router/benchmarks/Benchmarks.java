package beamline.router.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures groups of comparisons, prints the ratios and writes them to {@code ratios.md}.
 *
 * <p>Arguments: the groups, such as {@code P1,P2,P3}, and the folder to write into. The exit status
 * is 0 when the run completed, whatever it found. With {@code -Dbenchmarks.quick=true} it only
 * shows that everything runs.
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs. */
  public static void main(String[] arguments) throws RunnerException, IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "expected the groups, such as " + String.join(",", ids()) + ", and a folder");
    }
    Rounds rounds = Boolean.getBoolean("benchmarks.quick") ? Rounds.QUICK : Rounds.FULL;
    run(arguments[0], Path.of(arguments[1]), rounds, System.out);
  }

  static void run(String groups, Path folder, Rounds rounds, PrintStream out)
      throws RunnerException, IOException {
    List<Comparison> chosen = chosen(groups);
    Set<String> methods = new LinkedHashSet<>();
    for (Comparison comparison : chosen) {
      methods.add(comparison.ours());
      methods.add(comparison.theirs());
    }
    Map<String, Score> scores = rounds.run(methods);
    String table = RatioTable.of(chosen, scores);
    out.print(table);
    out.flush();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("ratios.md"), table);
  }

  private static List<Comparison> chosen(String groups) {
    Set<String> asked = new LinkedHashSet<>(Arrays.asList(groups.split(",", -1)));
    for (String group : asked) {
      if (!ids().contains(group)) {
        throw new IllegalArgumentException(
            "there is no group '" + group + "', known are " + String.join(",", ids()));
      }
    }
    return Comparisons.ALL.stream().filter(row -> asked.contains(row.id())).toList();
  }

  private static Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    Comparisons.ALL.forEach(row -> ids.add(row.id()));
    return ids;
  }
}
