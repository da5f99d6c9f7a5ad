package beamline.router.engine.flow.intake;

import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorMapping;
import beamline.router.api.ErrorTable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Error codes as the gateway understands them: one that it has no HTTP status for would reach its
 * client as a success. Such a code is replaced by the nearest that it has; what really happened
 * stands in {@code error.details.reason}. A code that the operator chose is left alone. Safe for
 * concurrent use.
 */
final class GatewayErrors implements Supplier<ErrorTable> {
  private static final Set<String> MAPPED =
      Set.of(
          "invalid_request",
          "unauthorized",
          "policy_not_found",
          "extension_not_found",
          "validator_blocked",
          "extension_timeout",
          "extension_unavailable",
          "post_processor_failed",
          "extension_error",
          "decision_failed",
          "internal");

  private final Supplier<ErrorTable> source;
  private volatile Translated last;

  GatewayErrors(Supplier<ErrorTable> source) {
    this.source = source;
    last = translated(source.get());
  }

  @Override
  public ErrorTable get() {
    ErrorTable now = source.get();
    Translated known = last;
    if (!known.from.equals(now)) {
      known = translated(now);
      last = known;
    }
    return known.to;
  }

  private static Translated translated(ErrorTable table) {
    Map<ErrorCode, ErrorMapping> changes = new EnumMap<>(ErrorCode.class);
    for (ErrorCode code : ErrorCode.values()) {
      ErrorMapping mapping = table.of(code);
      if (mapping.equals(code.defaultMapping()) && !MAPPED.contains(mapping.wireCode())) {
        changes.put(code, nearest(mapping));
      }
    }
    return new Translated(table, table.with(changes));
  }

  private static ErrorMapping nearest(ErrorMapping mapping) {
    String code;
    if (mapping.retryable()) {
      code = "extension_unavailable"; // the only code that becomes a 503
    } else if (mapping.httpStatus() == 401 || mapping.httpStatus() == 403) {
      code = "unauthorized";
    } else {
      code = mapping.httpStatus() < 500 ? "invalid_request" : "internal";
    }
    return new ErrorMapping(code, mapping.grpcStatus(), mapping.httpStatus(), mapping.retryable());
  }

  private record Translated(ErrorTable from, ErrorTable to) {}
}
