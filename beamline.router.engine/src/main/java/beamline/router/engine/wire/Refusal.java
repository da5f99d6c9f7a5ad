package beamline.router.engine.wire;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import java.util.Map;

/** A wire request that is not accepted. Has no stack trace: on a public edge it is everyday. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RouteRejection rejection;

  private Refusal(RouteRejection rejection) {
    super(rejection.message(), null, false, false);
    this.rejection = rejection;
  }

  static Refusal of(ErrorCode code, String message) {
    return new Refusal(RouteRejection.of(code, message));
  }

  static Refusal of(ErrorCode code, String message, Map<String, Object> details) {
    return new Refusal(RouteRejection.of(code, message, details));
  }

  /** A message whose form is wrong. */
  static Refusal schema(String reason) {
    return of(ErrorCode.SCHEMA_VALIDATION_FAILED, "Schema validation failed: " + reason);
  }

  /** An id that is missing or of the wrong form. */
  static Refusal correlation(String reason) {
    return of(ErrorCode.CORRELATION_FIELDS_INVALID, reason);
  }

  RouteRejection rejection() {
    return rejection;
  }
}
