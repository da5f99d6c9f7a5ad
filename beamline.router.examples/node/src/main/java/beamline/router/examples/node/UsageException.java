package beamline.router.examples.node;

/** The program cannot do what it was asked to; the message is the sentence that says why. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says why, in one sentence. */
  public UsageException(String sentence) {
    super(sentence);
  }
}
