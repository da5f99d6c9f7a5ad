package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorMapping;
import beamline.router.api.ErrorTable;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refusals and faults as gRPC statuses: the one place where they become such. The number is that of
 * the table in force; details say which refusal it is ({@code ErrorInfo}), when to try again
 * ({@code RetryInfo}), and what is wrong in a policy ({@code BadRequest}). Safe for concurrent use.
 *
 * @param table how errors look, asked each time
 */
record ErrorStatus(Supplier<ErrorTable> table) {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorStatus.class);
  private static final String DOMAIN = "beamline.router";
  private static final int MAX_VIOLATIONS = 50;
  // Trailers have to fit into what a peer accepts as header fields, 8 KiB in most.
  private static final int MAX_TEXT = 512;

  /** The status of a refusal. */
  StatusRuntimeException of(RouteRejection rejection) {
    Status.Builder status = status(rejection.code(), rejection.message(), rejection.details());
    rejection.retryAfter().ifPresent(wait -> status.addDetails(Any.pack(retry(wait))));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  /** The status of something that was thrown. What nobody expected is logged, and not told. */
  StatusRuntimeException of(Throwable thrown) {
    Throwable fault =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (fault instanceof StatusRuntimeException known) {
      return known;
    }
    if (fault instanceof InvalidPolicyException invalid) {
      Status.Builder status = status(invalid.code(), invalid.publicMessage(), Map.of());
      status.addDetails(Any.pack(violations(invalid)));
      return StatusProto.toStatusRuntimeException(status.build());
    }
    if (fault instanceof RouterException known && isTold(known.code())) {
      if (known.code().isOfTheRouter()) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.GRPC_CALL_FAULT)
            .addKeyValue("code", known.code().reason())
            .addKeyValue("reason", known.getMessage())
            .log("a call could not be served");
      }
      return of(RouteRejection.of(known.code(), known.publicMessage()));
    }
    LOG.atError()
        .addKeyValue(LogEvent.KEY, LogEvent.GRPC_CALL_FAILED)
        .setCause(fault)
        .log("a call failed");
    return of(
        RouteRejection.of(ErrorCode.INTERNAL_ERROR, ErrorCode.INTERNAL_ERROR.defaultMessage()));
  }

  private static boolean isTold(ErrorCode code) {
    return code != ErrorCode.INTERNAL_ERROR && code != ErrorCode.CONFIGURATION_INVALID;
  }

  private Status.Builder status(ErrorCode code, String message, Map<String, Object> details) {
    ErrorMapping mapping = table.get().of(code);
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setReason(code.name()).setDomain(DOMAIN);
    details.forEach((name, value) -> info.putMetadata(name, shortened(String.valueOf(value))));
    info.putMetadata("error_code", mapping.wireCode());
    info.putMetadata("retryable", Boolean.toString(mapping.retryable()));
    return Status.newBuilder()
        .setCode(mapping.grpcStatus())
        .setMessage(shortened(message))
        .addDetails(Any.pack(info.build()));
  }

  private static RetryInfo retry(Duration wait) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(wait.toSeconds())
                .setNanos(wait.toNanosPart()))
        .build();
  }

  private static BadRequest violations(InvalidPolicyException invalid) {
    BadRequest.Builder violations = BadRequest.newBuilder();
    invalid.problems().stream()
        .limit(MAX_VIOLATIONS)
        .forEach(
            problem ->
                violations
                    .addFieldViolationsBuilder()
                    .setField(shortened(problem.path()))
                    .setDescription(shortened(problem.message())));
    return violations.build();
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
  }
}
