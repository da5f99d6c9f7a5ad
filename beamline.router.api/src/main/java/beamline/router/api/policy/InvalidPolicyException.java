package beamline.router.api.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.List;
import java.util.stream.Collectors;

/** A policy document was refused; every problem that was found is listed. */
public final class InvalidPolicyException extends RouterException {
  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  /** The policy of this key has these problems. */
  public InvalidPolicyException(PolicyKey key, List<PolicyProblem> problems) {
    super(
        ErrorCode.INVALID_POLICY,
        problems.stream()
            .map(PolicyProblem::toString)
            .collect(Collectors.joining("; ", "policy " + key + ": ", "")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the document. */
  public List<PolicyProblem> problems() {
    return problems == null ? List.of() : problems;
  }
}
