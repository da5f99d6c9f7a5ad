package beamline.router.examples.policy;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Failure;
import beamline.router.examples.command.Json;
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

  /** Says what is wrong, a line each; the exit status. */
  int tell(boolean json, Console console) {
    String label = String.valueOf(getMessage());
    problems.forEach(problem -> console.finding(Findings.line(label, problem)));
    if (json) {
      Failure.tell(
          Json.object(
              "code",
              code,
              "message",
              label + " cannot be used",
              "problems",
              Findings.json(problems)),
          console);
    }
    return ExitStatus.NO;
  }
}
