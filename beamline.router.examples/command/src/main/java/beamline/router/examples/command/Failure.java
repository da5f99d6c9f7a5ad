package beamline.router.examples.command;

import beamline.router.api.RouterException;
import java.util.List;
import java.util.Map;

/**
 * Why a command did not do what it was asked to.
 *
 * @param status the exit status
 * @param code what kind of failure it is, for machines
 * @param sentences what is wrong, for people
 */
public record Failure(int status, String code, List<String> sentences) {

  /** One with a cause that says what is wrong. */
  public static Failure of(int status, String code, Exception cause) {
    return new Failure(status, code, List.of(String.valueOf(cause.getMessage())));
  }

  /** A fault of a router. */
  public static Failure of(int status, RouterException fault) {
    return of(status, fault.code().reason(), fault);
  }

  /** A fault of the command itself. What it says is not told: it may hold what somebody wrote. */
  static Failure internal(RuntimeException fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    String place =
        trace.length == 0 ? "" : " in " + trace[0].getClassName() + "." + trace[0].getMethodName();
    return new Failure(
        ExitStatus.UNUSABLE,
        "internal",
        List.of("a fault of the command itself: " + fault.getClass().getName() + place));
  }

  /** Says it; the exit status. */
  public int tell(boolean json, Console console) {
    sentences.forEach(console::error);
    if (json) {
      tell(Json.object("code", code, "message", String.join("; ", sentences)), console);
    }
    return status;
  }

  /** Says it to machines. */
  public static void tell(Map<String, Object> error, Console console) {
    console.json("ok", false, "error", error);
  }
}
