package beamline.router.examples.quickstart;

import static beamline.router.examples.quickstart.Columns.cut;
import static beamline.router.examples.quickstart.Columns.left;

/**
 * The rows, in columns that are as wide as they are from the first row on: input may be endless.
 */
final class Table {
  private static final int REQUEST = 26;
  private static final int PROVIDER = 14;
  private static final int REASON = 24;
  private static final int WHY = 100;
  private static final int STEP = 164;
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

  /** The steps of a decision, below its row. */
  static String steps(Answer answer) {
    StringBuilder lines = new StringBuilder();
    for (String step : Explained.steps(answer)) {
      lines.append("    ").append(cut(step, STEP)).append('\n');
    }
    return lines.toString();
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
