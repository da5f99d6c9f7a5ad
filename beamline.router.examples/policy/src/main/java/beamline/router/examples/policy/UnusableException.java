package beamline.router.examples.policy;

import beamline.router.api.policy.PolicyProblem;
import java.util.List;

/** A document or a request cannot be used. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient List<PolicyProblem> problems;

  /**
   * This one.
   *
   * @param code what kind of failure it is, for machines
   * @param label where it is
   */
  UnusableException(String code, String label, List<PolicyProblem> problems) {
    super(label);
    this.code = code;
    this.problems = problems;
  }

  String code() {
    return code;
  }

  String label() {
    return String.valueOf(getMessage());
  }

  List<PolicyProblem> problems() {
    return problems;
  }
}
