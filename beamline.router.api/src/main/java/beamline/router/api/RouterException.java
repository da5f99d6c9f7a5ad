package beamline.router.api;

import java.util.Objects;

/**
 * A fault: the root of everything the router throws. Expected refusals are {@link RouteRejection}s
 * instead.
 */
public class RouterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** A fault of this kind; the message names the thing that is wrong. */
  public RouterException(ErrorCode code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** A fault of this kind with its cause. */
  public RouterException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** What kind of fault it is. */
  public final ErrorCode code() {
    return code;
  }
}
