package beamline.router.api.policy;

import java.util.List;

/**
 * What a check of a policy document found.
 *
 * @param problems what makes it unusable
 * @param warnings what is ignored, such as unknown keys
 */
public record PolicyReport(List<PolicyProblem> problems, List<PolicyProblem> warnings) {

  public PolicyReport {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Whether the document can be used. */
  public boolean usable() {
    return problems.isEmpty();
  }
}
