package beamline.router.engine.policy;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.json.JsonFindings;
import beamline.router.engine.json.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is found while one document is parsed: problems, which refuse it, and warnings. Bounded; the
 * first ones are kept.
 */
public final class Findings implements JsonFindings {

  private static final int LONGEST_SHOWN = 40;

  private final boolean strict;
  private final List<PolicyProblem> problems = new ArrayList<>();
  private final List<PolicyProblem> warnings = new ArrayList<>();

  /** Nothing yet; strict, or lenient. */
  public Findings(boolean strict) {
    this.strict = strict;
  }

  boolean strict() {
    return strict;
  }

  /** Wrong in every mode. */
  public void problem(String path, String message) {
    add(problems, path, message);
  }

  /** A problem in strict mode, a warning in lenient mode. */
  void tolerated(String path, String message) {
    add(strict ? problems : warnings, path, message);
  }

  /** Worth saying in every mode, and never a reason to refuse. */
  void warning(String path, String message) {
    add(warnings, path, message);
  }

  @Override
  public void duplicateKey(String path) {
    tolerated(path, "occurs more than once, the last one counts");
  }

  @Override
  public void nullValue(String path) {
    tolerated(path, "is null and counts as absent, must be left out");
  }

  /** Whether the document is refused. */
  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** Why it is refused. */
  public List<PolicyProblem> problems() {
    return problems;
  }

  List<PolicyProblem> warnings() {
    return warnings;
  }

  private static void add(List<PolicyProblem> list, String path, String message) {
    if (list.size() < PolicyLimits.MAX_FINDINGS) {
      list.add(new PolicyProblem(path, message));
    }
  }

  /** A found value, short and safe enough for one line of a log. */
  public static String show(Object value) {
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "an array";
    }
    String text = Printable.of(value.toString(), LONGEST_SHOWN);
    return value instanceof String ? "\"" + text + "\"" : text;
  }
}
