package beamline.router.examples.policy;

import java.util.List;
import java.util.Map;

/**
 * Why a command did not do what it was asked to.
 *
 * @param status the exit status
 * @param code what kind of failure it is, for machines
 * @param sentences what is wrong, for people
 */
record Failure(int status, String code, List<String> sentences) {

  Failure(int status, String code, Exception cause) {
    this(status, code, List.of(String.valueOf(cause.getMessage())));
  }

  /** Says it; the exit status. */
  int tell(boolean json, Console console) {
    sentences.forEach(console::error);
    if (json) {
      error(Json.object("code", code, "message", String.join("; ", sentences)), console);
    }
    return status;
  }

  /** Says what is wrong with a document or a request, a line each; the exit status. */
  static int tell(UnusableException unusable, boolean json, Console console) {
    String label = unusable.label();
    unusable.problems().forEach(problem -> console.finding(Findings.line(label, problem)));
    if (json) {
      error(
          Json.object(
              "code",
              unusable.code(),
              "message",
              label + " cannot be used",
              "problems",
              Findings.json(unusable.problems())),
          console);
    }
    return BeamlinePolicy.NO;
  }

  private static void error(Map<String, Object> error, Console console) {
    console.line(Json.text(Json.object("ok", false, "error", error)));
  }
}
