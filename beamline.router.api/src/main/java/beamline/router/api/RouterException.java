package beamline.router.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault: the root of everything the router throws. Expected refusals are {@link RouteRejection}s
 * instead.
 */
public class RouterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String publicMessage;

  /** A fault of this kind; the message names the thing that is wrong. */
  public RouterException(ErrorCode code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
    this.publicMessage = told(code, message);
  }

  /** A fault of this kind with its cause. */
  public RouterException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.publicMessage = told(code, message);
  }

  /**
   * A fault of this kind with its cause, of which not everything may be told.
   *
   * @param message all that is known, for the host and its log
   * @param publicMessage what may be told outside the process
   */
  public RouterException(ErrorCode code, String message, String publicMessage, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
    this.publicMessage = Objects.requireNonNull(publicMessage, "publicMessage");
  }

  private static String told(ErrorCode code, @Nullable String message) {
    return message == null || code.isOfTheRouter() ? code.defaultMessage() : message;
  }

  /** What kind of fault it is. */
  public final ErrorCode code() {
    return code;
  }

  /**
   * What may be told outside the process: the message, unless something is down or wrong with the
   * router. What is said then may name addresses and the like, and is for the host and its log.
   */
  public final String publicMessage() {
    return publicMessage;
  }
}
