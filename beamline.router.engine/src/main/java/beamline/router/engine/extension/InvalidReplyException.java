package beamline.router.engine.extension;

/** An extension answered what cannot be used; the message says what is wrong with it. */
final class InvalidReplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidReplyException(String message) {
    super(message, null, false, false); // whose fault it is stands in no stack of ours
  }
}
