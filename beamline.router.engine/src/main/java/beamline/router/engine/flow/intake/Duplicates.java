package beamline.router.engine.flow.intake;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import java.time.Duration;

/** What callers are told whose idempotency key is not new, when there is no first answer. */
final class Duplicates {
  private static final Duration SOON = Duration.ofSeconds(1);

  private Duplicates() {}

  static RouteRejection conflict() {
    return RouteRejection.of(
        ErrorCode.IDEMPOTENCY_VIOLATION, "idempotency_key was used for another request");
  }

  static RouteRejection busy() {
    return RouteRejection.of(
            ErrorCode.TIMEOUT, "the first request with this idempotency_key is still under way")
        .retryAfter(SOON);
  }

  static RouteRejection forgotten() {
    return RouteRejection.of(
        ErrorCode.INTERNAL_ERROR,
        "the request with this idempotency_key was answered, but the answer is too large to be"
            + " kept");
  }

  static RouteRejection unknown() {
    return RouteRejection.of(
            ErrorCode.SERVICE_DOWN, "the store of idempotency keys cannot be reached")
        .retryAfter(SOON);
  }
}
