package beamline.router.examples.command;

/** The command cannot do what it was asked to; the message is the sentence that says why. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * This one.
   *
   * @param sentence what is wrong, and what it must be
   */
  public UsageException(String sentence) {
    super(sentence);
  }
}
