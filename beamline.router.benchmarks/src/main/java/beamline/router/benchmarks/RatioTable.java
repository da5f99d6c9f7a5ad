package beamline.router.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ratios as a markdown table, a row per comparison. */
final class RatioTable {
  private static final String HEAD =
      """
      | id | what | threads | ours ns/op | peer | peer ns/op | ratio | target | our bytes/op | peer bytes/op | met |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;

  private RatioTable() {}

  static String of(List<Comparison> comparisons, Map<String, Score> scores) {
    StringBuilder table = new StringBuilder(HEAD);
    for (Comparison comparison : comparisons) {
      Score ours = scores.get(comparison.ours());
      Score theirs = scores.get(comparison.theirs());
      if (ours == null || theirs == null) {
        throw new IllegalStateException("no score for " + comparison);
      }
      table.append(row(comparison, ours, theirs)).append('\n');
    }
    return table.toString();
  }

  private static String row(Comparison comparison, Score ours, Score theirs) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.1f | %s | %.1f | %.2f | %s | %.0f | %.0f | %s |",
        comparison.id(),
        comparison.what(),
        comparison.threads(),
        comparison.nanos(ours),
        comparison.peer(),
        comparison.nanos(theirs),
        comparison.ratio(ours, theirs),
        comparison.target().words(),
        ours.bytes(),
        theirs.bytes(),
        comparison.isMet(ours, theirs) ? "yes" : "no");
  }
}
