package beamline.router.examples.quickstart;

import static beamline.router.examples.quickstart.Columns.cut;
import static beamline.router.examples.quickstart.Columns.left;

import java.util.List;
import java.util.Map;

/**
 * The rows, in columns that are as wide as they are from the first row on: input may be endless.
 */
final class Table {
  private static final int REQUEST = 26;
  private static final int PROVIDER = 14;
  private static final int REASON = 24;
  private static final int WHY = 64;
  private static final String GAP = "  ";

  private Table() {}

  static String header() {
    return line("REQUEST", "PROVIDER", "REASON", "WHY");
  }

  /**
   * One answer.
   *
   * @param number of the line, which names a request that does not name itself
   * @param executed what was played after the decision; empty for nothing
   */
  static String row(long number, Question question, Answer answer, String why, String executed) {
    String request = answer.requestId().isEmpty() ? "line " + number : answer.requestId();
    String tenant = question.tenantId().isEmpty() ? "" : question.tenantId() + "/";
    return line(
        tenant + request,
        answer.decided() ? answer.providerId() : "-",
        answer.verdict(),
        executed.isEmpty() ? why : why + "; " + executed);
  }

  /** The steps below a row, from {@code metadata.explanation}. */
  static String steps(Answer answer) {
    StringBuilder lines = new StringBuilder();
    if (answer.metadata().get("explanation") instanceof Map<?, ?> explanation
        && explanation.get("steps") instanceof List<?> steps) {
      for (Object step : steps) {
        lines
            .append("    ")
            .append(cut(text(step), REQUEST + PROVIDER + REASON + WHY))
            .append('\n');
      }
    }
    return lines.toString();
  }

  private static String text(Object step) {
    if (step instanceof Map<?, ?> members) {
      return left(String.valueOf(members.get("name")), 8) + " " + members.get("text");
    }
    return String.valueOf(step);
  }

  private static String line(String request, String provider, String reason, String why) {
    String row =
        left(request, REQUEST)
            + GAP
            + left(provider, PROVIDER)
            + GAP
            + left(reason, REASON)
            + GAP
            + cut(why, WHY);
    return row.stripTrailing() + "\n";
  }
}
