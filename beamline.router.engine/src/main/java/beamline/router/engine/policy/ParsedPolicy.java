package beamline.router.engine.policy;

import beamline.router.api.policy.PolicyProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a policy document.
 *
 * @param model the policy; null exactly when there are problems
 * @param problems why there is no model, in the document's rough order, at most {@value
 *     PolicyLimits#MAX_FINDINGS}
 * @param warnings what was tolerated, at most {@value PolicyLimits#MAX_FINDINGS}
 */
public record ParsedPolicy(
    @Nullable PolicyModel model, List<PolicyProblem> problems, List<PolicyProblem> warnings) {

  public ParsedPolicy {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
