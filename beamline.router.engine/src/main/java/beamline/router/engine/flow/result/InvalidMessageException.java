package beamline.router.engine.flow.result;

/** A message that is none of what it should be. Carries no stack trace: that is ordinary. */
public final class InvalidMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * It is invalid.
   *
   * @param reason an upper-case code, one of few
   * @param detail what is wrong, for people
   */
  public InvalidMessageException(String reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** The code. */
  public String reason() {
    return reason;
  }

  /** What is wrong. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
