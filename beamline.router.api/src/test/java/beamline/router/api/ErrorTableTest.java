package beamline.router.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorTableTest {
  @TempDir Path folder;

  /** The error mapping decision matrix of the operational guide, a line per reason. */
  @ParameterizedTest
  @CsvSource({
    "missing_tenant_id, 3, false",
    "invalid_policy, 3, false",
    "invalid_request, 3, false",
    "missing_message, 3, false",
    "policy_not_found, 5, false",
    "rate_limit_exceeded, 8, true",
    "quota_exceeded, 8, false",
    "rate_limited, 8, true",
    "budget_exceeded, 8, false",
    "service_down, 14, true",
    "timeout, 14, true",
    "nats_unavailable, 14, true",
    "unauthenticated, 16, false",
    "permission_denied, 7, false",
    "no_provider_available, 13, false",
    "internal_error, 13, false",
    "nobody_ever_heard_of_this, 13, false",
  })
  void theGuidesMatrixHolds(String reason, int grpcStatus, boolean retryable) {
    ErrorMapping mapping = ErrorTable.defaults().of(ErrorCode.ofReason(reason));

    assertThat(mapping.grpcStatus()).isEqualTo(grpcStatus);
    assertThat(mapping.retryable()).isEqualTo(retryable);
  }

  /** Intake codes of the routing contract. */
  @ParameterizedTest
  @CsvSource({
    "SCHEMA_VALIDATION_FAILED, invalid_request, 400, 3",
    "VERSION_UNSUPPORTED, invalid_request, 400, 3",
    "CORRELATION_FIELDS_INVALID, invalid_request, 400, 3",
    "TENANT_FORBIDDEN, unauthorized, 401, 16",
    "IDEMPOTENCY_VIOLATION, invalid_request, 400, 3",
    "PAYLOAD_TOO_SMALL, invalid_request, 400, 3",
    "INTERNAL_VALIDATION_ERROR, internal, 500, 13",
  })
  void theContractsIntakeCodesHold(String code, String wireCode, int httpStatus, int grpcStatus) {
    ErrorCode intake = ErrorCode.valueOf(code);

    assertThat(intake.isIntakeCode()).isTrue();
    assertThat(intake.defaultMapping().wireCode()).isEqualTo(wireCode);
    assertThat(intake.defaultMapping().httpStatus()).isEqualTo(httpStatus);
    assertThat(intake.defaultMapping().grpcStatus()).isEqualTo(grpcStatus);
  }

  @Test
  void noOtherCodeIsAnIntakeCode() {
    assertThat(Stream.of(ErrorCode.values()).filter(ErrorCode::isIntakeCode)).hasSize(7);
  }

  /** Routing reasons of the routing contract, with what it recommends where the reference errs. */
  @ParameterizedTest
  @CsvSource({
    "missing_tenant_id, invalid_request",
    "invalid_policy, invalid_request",
    "policy_not_found, policy_not_found",
    "no_provider_available, decision_failed",
    "extension_not_found, extension_not_found",
    "extension_timeout, extension_timeout",
    "extension_max_retries_exceeded, extension_timeout",
    "validator_blocked, validator_blocked",
    "post_processor_failed, post_processor_failed",
    "extension_circuit_open, extension_unavailable",
    "extension_error, extension_error",
    "pipeline_too_deep, invalid_request",
    "too_many_pre_processors, invalid_request",
    "too_many_validators, invalid_request",
    "too_many_post_processors, invalid_request",
    "pre_processor_failed, extension_error",
    "rate_limit_exceeded, rate_limit_exceeded",
    "acl_denied, unauthorized",
    "tenant_not_allowed, unauthorized",
    "something_else, internal",
  })
  void theContractsRoutingReasonsHold(String reason, String wireCode) {
    assertThat(ErrorCode.ofReason(reason).defaultMapping().wireCode()).isEqualTo(wireCode);
  }

  /** How the gateway turns wire codes into HTTP statuses; where 403 is recommended, both hold. */
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void httpStatusesAreThoseOfTheGateway(ErrorCode code) {
    ErrorMapping mapping = code.defaultMapping();
    int status = mapping.httpStatus();
    switch (mapping.wireCode()) {
      case "invalid_request" ->
          assertThat(status).isEqualTo(code == ErrorCode.POLICY_CONFLICT ? 409 : 400);
      case "unauthorized" -> assertThat(status).isIn(401, 403);
      case "policy_not_found", "extension_not_found", "not_found" ->
          assertThat(status).isEqualTo(404);
      case "validator_blocked" -> assertThat(status).isEqualTo(403);
      case "extension_timeout", "timeout" -> assertThat(status).isEqualTo(504);
      case "extension_unavailable", "service_overloaded", "unavailable" ->
          assertThat(status).isEqualTo(503);
      case "rate_limit_exceeded", "quota_exceeded", "budget_exceeded" ->
          assertThat(status).isEqualTo(429);
      case "post_processor_failed", "extension_error", "decision_failed", "internal" ->
          assertThat(status).isEqualTo(500);
      default -> throw new AssertionError("the gateway does not know " + mapping.wireCode());
    }
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void aReasonIsTheLowerCaseNameAndLeadsBackToItsCode(ErrorCode code) {
    assertThat(code.reason()).isEqualTo(code.name().toLowerCase(Locale.ROOT));
    assertThat(ErrorCode.ofReason(code.reason())).isEqualTo(code);
    assertThat(code.defaultMessage()).isNotBlank();
  }

  @Test
  void noReasonAtAllIsAnInternalError() {
    assertThat(ErrorCode.ofReason(null)).isEqualTo(ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void aChangedTableDiffersOnlyInWhatWasChanged() {
    ErrorMapping overloaded = new ErrorMapping("unavailable", 14, 503, true);

    ErrorTable table = ErrorTable.defaults().with(ErrorCode.SERVICE_OVERLOADED, overloaded);

    assertThat(table.of(ErrorCode.SERVICE_OVERLOADED)).isEqualTo(overloaded);
    assertThat(table.of(ErrorCode.TIMEOUT)).isEqualTo(ErrorCode.TIMEOUT.defaultMapping());
    assertThat(table).isNotEqualTo(ErrorTable.defaults());
    assertThat(ErrorTable.defaults().of(ErrorCode.SERVICE_OVERLOADED)).isNotEqualTo(overloaded);
  }

  @Test
  void aMappingOutsideTheEdgesRangesIsRefused() {
    assertThatThrownBy(() -> new ErrorMapping("Bad", 3, 400, false))
        .hasMessageContaining("wire code is 'Bad', must be");
    assertThatThrownBy(() -> new ErrorMapping("bad", 17, 400, false))
        .hasMessageContaining("gRPC status is 17, must be 1 to 16");
    assertThatThrownBy(() -> new ErrorMapping("bad", 0, 400, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ErrorMapping("bad", 3, 200, false))
        .hasMessageContaining("HTTP status is 200, must be 400 to 599");
    assertThatThrownBy(
            () ->
                ErrorTable.defaults()
                    .with(java.util.Collections.singletonMap(ErrorCode.TIMEOUT, null)))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aFileChangesWhatItSays() throws IOException {
    Path file =
        write(
            """
            # the gateway only knows these
            service_overloaded = wire=unavailable
            policy_not_found   = wire=policy_missing, grpc=9, http=410, retryable=true
            """);

    ErrorTable table = ErrorTable.defaults().with(file);

    assertThat(table)
        .isEqualTo(
            ErrorTable.defaults()
                .with(
                    Map.of(
                        ErrorCode.SERVICE_OVERLOADED,
                        new ErrorMapping("unavailable", 14, 503, true),
                        ErrorCode.POLICY_NOT_FOUND,
                        new ErrorMapping("policy_missing", 9, 410, true))));
  }

  @Test
  void oneErrorRefusesTheWholeFileAndAllErrorsAreListed() throws IOException {
    Path file =
        write(
            """
            timeout = grpc=4
            policy_not_fond = http=404
            service_down = http=200
            rate_limited = grpc=many
            unauthenticated = retryable=maybe
            acl_denied = status=403
            quota_exceeded = http
            """);

    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> ErrorTable.defaults().with(file));

    String start = "error table " + file + ": ";
    assertThat(e.problems())
        .containsExactly(
            start + "acl_denied: has the field status, known are wire, grpc, http and retryable",
            start + "policy_not_fond: is no reason, did you mean policy_not_found?",
            start + "quota_exceeded: 'http' is not of the form name=value",
            start + "rate_limited: grpc is 'many', must be a number",
            start + "service_down: HTTP status is 200, must be 400 to 599",
            start + "unauthenticated: retryable is 'maybe', must be true or false");
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> ErrorTable.defaults().with(folder.resolve("none")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("cannot be read");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("errors.properties"), text);
  }
}
