package beamline.router.engine.extension.call;

import beamline.router.api.ErrorCode;

/** A call that failed in a way that is known. Expected, so it has no stack trace. */
public final class CallFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final boolean blamed;

  private CallFailure(ErrorCode code, String what, boolean blamed) {
    super(what, null, false, false);
    this.code = code;
    this.blamed = blamed;
  }

  /**
   * The extension is to blame: its breaker counts it.
   *
   * @param what goes on after "extension 'x' "
   */
  public static CallFailure of(ErrorCode code, String what) {
    return new CallFailure(code, what, true);
  }

  /** It says nothing about how the extension does: what was to be sent, or the way there. */
  public static CallFailure unblamed(ErrorCode code, String what) {
    return new CallFailure(code, what, false);
  }

  /** What kind of failure it is. */
  public ErrorCode code() {
    return code;
  }

  /** What failed; goes on after "extension 'x' ". */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** Whether the extension is to blame. */
  public boolean blamed() {
    return blamed;
  }
}
