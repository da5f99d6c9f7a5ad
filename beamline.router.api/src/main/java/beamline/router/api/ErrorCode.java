package beamline.router.api;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every reason for which the router refuses or fails, with its default appearance at each edge: the
 * one table.
 *
 * <p>Sources: the error matrix of the operational guide (gRPC statuses) and the error tables of the
 * wire contract (wire codes, HTTP statuses). An operator may replace the appearance at run time
 * with {@link ErrorTable}.
 */
public enum ErrorCode {
  // the request, as read from the wire
  SCHEMA_VALIDATION_FAILED(
      "invalid_request", 3, 400, false, "the request does not match its schema"),
  VERSION_UNSUPPORTED("invalid_request", 3, 400, false, "the contract version is not supported"),
  CORRELATION_FIELDS_INVALID(
      "invalid_request", 3, 400, false, "a correlation field is missing or invalid"),
  IDEMPOTENCY_VIOLATION(
      "invalid_request", 3, 400, false, "the idempotency key was used for another request"),
  PAYLOAD_TOO_SMALL("invalid_request", 3, 400, false, "the payload is too small"),
  TENANT_FORBIDDEN("unauthorized", 16, 401, false, "the tenant is not allowed"),
  INTERNAL_VALIDATION_ERROR("internal", 13, 500, false, "the request could not be checked"),

  // the request, as given by a host
  MISSING_TENANT_ID("invalid_request", 3, 400, false, "the tenant id is missing"),
  MISSING_MESSAGE("invalid_request", 3, 400, false, "the message is missing"),
  INVALID_REQUEST("invalid_request", 3, 400, false, "the request is invalid"),
  NOT_FOUND("not_found", 5, 404, false, "what was asked for does not exist"),

  // policies
  INVALID_POLICY("invalid_request", 3, 400, false, "the policy is invalid"),
  POLICY_NOT_FOUND("policy_not_found", 5, 404, false, "the policy does not exist"),
  POLICY_CONFLICT("invalid_request", 10, 409, true, "the policy was changed by somebody else"),
  NO_PROVIDER_AVAILABLE("decision_failed", 13, 500, false, "no provider is available"),

  // limits
  RATE_LIMIT_EXCEEDED("rate_limit_exceeded", 8, 429, true, "the rate limit is exceeded"),
  RATE_LIMITED("rate_limit_exceeded", 8, 429, true, "the rate limit is exceeded"),
  QUOTA_EXCEEDED("quota_exceeded", 8, 429, false, "the quota is exceeded"),
  BUDGET_EXCEEDED("budget_exceeded", 8, 429, false, "the budget is exceeded"),

  // who asks
  UNAUTHENTICATED("unauthorized", 16, 401, false, "the caller is not authenticated"),
  PERMISSION_DENIED("unauthorized", 7, 403, false, "the caller may not do this"),
  TENANT_NOT_ALLOWED("unauthorized", 16, 401, false, "the tenant is not allowed"),
  ACL_DENIED("unauthorized", 7, 403, false, "access is denied"),

  // extensions
  EXTENSION_NOT_FOUND("extension_not_found", 5, 404, false, "the extension does not exist"),
  EXTENSION_TIMEOUT("extension_timeout", 14, 504, true, "the extension did not answer in time"),
  EXTENSION_MAX_RETRIES_EXCEEDED(
      "extension_timeout", 14, 504, true, "the extension did not answer in time"),
  EXTENSION_CIRCUIT_OPEN("extension_unavailable", 14, 503, true, "the extension is unavailable"),
  EXTENSION_UNAVAILABLE("extension_unavailable", 14, 503, true, "the extension is unavailable"),
  EXTENSION_ERROR("extension_error", 13, 500, false, "the extension failed"),
  PRE_PROCESSOR_FAILED("extension_error", 13, 500, false, "a required pre-processor failed"),
  VALIDATOR_BLOCKED("validator_blocked", 7, 403, false, "a validator refused the request"),
  POST_PROCESSOR_FAILED(
      "post_processor_failed", 13, 500, false, "a required post-processor failed"),
  PIPELINE_TOO_DEEP("invalid_request", 3, 400, false, "the policy has too many extensions"),
  TOO_MANY_PRE_PROCESSORS(
      "invalid_request", 3, 400, false, "the policy has too many pre-processors"),
  TOO_MANY_VALIDATORS("invalid_request", 3, 400, false, "the policy has too many validators"),
  TOO_MANY_POST_PROCESSORS(
      "invalid_request", 3, 400, false, "the policy has too many post-processors"),

  // the service
  TIMEOUT("timeout", 14, 504, true, "the operation did not end in time"),
  DEADLINE_EXCEEDED("timeout", 14, 504, true, "the deadline of the request has passed"),
  SERVICE_DOWN("unavailable", 14, 503, true, "the router is not serving"),
  SERVICE_OVERLOADED("service_overloaded", 14, 503, true, "the router is overloaded"),
  NATS_UNAVAILABLE("unavailable", 14, 503, true, "the message bus is unavailable"),
  CONFIGURATION_INVALID("internal", 13, 500, false, "the configuration is invalid"),
  INTERNAL_ERROR("internal", 13, 500, false, "an internal error occurred");

  private static final Map<String, ErrorCode> BY_REASON =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(ErrorCode::reason, Function.identity()));

  private final String reason;

  @SuppressWarnings("ImmutableEnumChecker") // a record of text and numbers
  private final ErrorMapping defaultMapping;

  private final String defaultMessage;

  ErrorCode(
      String wireCode, int grpcStatus, int httpStatus, boolean retryable, String defaultMessage) {
    this.reason = name().toLowerCase(Locale.ROOT);
    this.defaultMapping = new ErrorMapping(wireCode, grpcStatus, httpStatus, retryable);
    this.defaultMessage = defaultMessage;
  }

  /**
   * The reason in the words of the guide: the lower-case name, such as {@code policy_not_found}.
   */
  public String reason() {
    return reason;
  }

  /** The built-in appearance. What is in force is in {@link ErrorTable}. */
  public ErrorMapping defaultMapping() {
    return defaultMapping;
  }

  /** The message when the place of the error has nothing better to say. */
  public String defaultMessage() {
    return defaultMessage;
  }

  /**
   * Whether this is one of the intake codes, which travel upper-case in the details of a wire
   * reply.
   */
  public boolean isIntakeCode() {
    return compareTo(INTERNAL_VALIDATION_ERROR) <= 0;
  }

  /**
   * Whether something is down or wrong with the router, which is its operator's business: what is
   * known about it is not for callers.
   */
  public boolean isOfTheRouter() {
    return switch (this) {
      case TIMEOUT, SERVICE_DOWN, NATS_UNAVAILABLE, CONFIGURATION_INVALID, INTERNAL_ERROR -> true;
      default -> false;
    };
  }

  /**
   * The code of a reason; a reason that nobody knows is {@link #INTERNAL_ERROR}, as the guide asks.
   *
   * @param reason such as {@code rate_limited}; null counts as unknown
   */
  public static ErrorCode ofReason(@Nullable String reason) {
    ErrorCode code = reason == null ? null : BY_REASON.get(reason);
    return code == null ? INTERNAL_ERROR : code;
  }
}
