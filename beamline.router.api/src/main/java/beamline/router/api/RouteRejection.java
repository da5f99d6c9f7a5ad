package beamline.router.api;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal: what stands against executing the task now. Immutable. */
public final class RouteRejection implements RouteOutcome {
  private final ErrorCode code;
  private final String message;
  private final Map<String, Object> details;
  private final @Nullable Duration retryAfter;

  private RouteRejection(
      ErrorCode code, String message, Map<String, Object> details, @Nullable Duration retryAfter) {
    this.code = Objects.requireNonNull(code, "code");
    this.message = Objects.requireNonNull(message, "message");
    this.details = Map.copyOf(details);
    this.retryAfter = retryAfter;
  }

  /** A refusal with a message that names the thing. */
  public static RouteRejection of(ErrorCode code, String message) {
    return new RouteRejection(code, message, Map.of(), null);
  }

  /** A refusal with details: strings, numbers and booleans by name. */
  public static RouteRejection of(ErrorCode code, String message, Map<String, Object> details) {
    return new RouteRejection(code, message, details, null);
  }

  /** The same refusal, saying when to try again. */
  public RouteRejection retryAfter(Duration wait) {
    return new RouteRejection(code, message, details, Objects.requireNonNull(wait, "wait"));
  }

  /** What kind of refusal it is. */
  public ErrorCode code() {
    return code;
  }

  /** What is wrong, for people. */
  public String message() {
    return message;
  }

  /** More facts, for programs; no secrets, no copy of the request. */
  public Map<String, Object> details() {
    return details;
  }

  /** How long to wait before another try can succeed, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  public RouteDecision orThrow() {
    throw new RouterException(code, message);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouteRejection that
        && code == that.code
        && message.equals(that.message)
        && details.equals(that.details)
        && Objects.equals(retryAfter, that.retryAfter);
  }

  @Override
  public int hashCode() {
    return Objects.hash(code, message, details, retryAfter);
  }

  @Override
  public String toString() {
    return "RouteRejection[" + code.reason() + ": " + message + "]";
  }
}
