package beamline.router.examples.policy;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.examples.command.Json;
import java.util.List;
import java.util.Map;

/** What a check found, each with its place. */
final class Findings {

  private Findings() {}

  /** One of them, for people: {@code file:path message}. */
  static String line(String label, PolicyProblem problem) {
    return label + ":" + problem.path() + " " + problem.message();
  }

  /** One that does not stand in the way. */
  static String warning(String label, PolicyProblem problem) {
    return line(label, problem) + " (warning)";
  }

  /** All of them, for machines. */
  static List<Map<String, Object>> json(List<PolicyProblem> problems) {
    return problems.stream()
        .map(problem -> Json.object("path", problem.path(), "message", problem.message()))
        .toList();
  }
}
