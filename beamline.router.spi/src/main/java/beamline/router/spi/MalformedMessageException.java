package beamline.router.spi;

/** Bytes that are not a message. Has no stack trace: on a public edge it is an everyday event. */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message says what is wrong and where; it does not quote the bytes. */
  public MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
