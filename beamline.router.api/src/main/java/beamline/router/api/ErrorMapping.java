package beamline.router.api;

import java.util.Objects;

/**
 * How an {@link ErrorCode} looks at the edges.
 *
 * @param wireCode the lower-case {@code error.code} of a wire reply
 * @param grpcStatus the gRPC status number, 1 to 16
 * @param httpStatus the HTTP status, 400 to 599
 * @param retryable whether the same request may succeed later
 */
public record ErrorMapping(String wireCode, int grpcStatus, int httpStatus, boolean retryable) {

  public ErrorMapping {
    Objects.requireNonNull(wireCode, "wireCode");
    if (!isWireCode(wireCode)) {
      throw new IllegalArgumentException(
          "wire code is '"
              + wireCode
              + "', must be 1 to 64 lower-case letters, digits or underscores");
    }
    if (grpcStatus < 1 || grpcStatus > 16) {
      throw new IllegalArgumentException("gRPC status is " + grpcStatus + ", must be 1 to 16");
    }
    if (httpStatus < 400 || httpStatus > 599) {
      throw new IllegalArgumentException("HTTP status is " + httpStatus + ", must be 400 to 599");
    }
  }

  private static boolean isWireCode(String code) {
    if (code.isEmpty() || code.length() > 64) {
      return false;
    }
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_') {
        return false;
      }
    }
    return true;
  }
}
