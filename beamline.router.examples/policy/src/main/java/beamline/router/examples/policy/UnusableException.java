package beamline.router.examples.policy;

import beamline.router.api.policy.PolicyProblem;
import java.util.List;

/** A document cannot be used. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<PolicyProblem> problems;

  /**
   * This one.
   *
   * @param label where it is
   */
  UnusableException(String label, List<PolicyProblem> problems) {
    super(label);
    this.problems = problems;
  }

  String label() {
    return String.valueOf(getMessage());
  }

  List<PolicyProblem> problems() {
    return problems;
  }
}
