package beamline.router.examples.audit;

/** The command cannot do what it was asked to; the message is the sentence that says why. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
