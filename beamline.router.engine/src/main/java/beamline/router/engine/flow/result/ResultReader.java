package beamline.router.engine.flow.result;

import beamline.router.api.ExecutionReport.Status;
import beamline.router.spi.Message;
import org.jspecify.annotations.Nullable;

/** Reads results in every form in which workers send them. Stateless. */
public final class ResultReader {
  private ResultReader() {}

  /**
   * A result.
   *
   * @throws InvalidMessageException when it is none
   */
  public static ResultMessage read(Message message) throws InvalidMessageException {
    TolerantFields fields = TolerantFields.of(message, "exec_result");
    String assignmentId = fields.text("assignment_id");
    String requestId = fields.text("request_id");
    if (assignmentId == null && requestId == null) {
      throw new InvalidMessageException(
          "MISSING_CORRELATION_ID", "neither assignment_id nor request_id is there");
    }
    double latency = fields.number("latency_ms");
    double timestamp = fields.number("timestamp");
    String jobType = fields.text("job_type");
    return new ResultMessage(
        assignmentId,
        requestId,
        fields.text("tenant_id"),
        status(fields.text("status")),
        fields.text("provider_id"),
        jobType == null ? fields.textIn("job", "type") : jobType,
        Double.isNaN(latency) ? -1 : (long) latency,
        fields.number("cost"),
        fields.text("trace_id"),
        Double.isNaN(timestamp) ? 0 : (long) timestamp,
        fields.text("error_code"));
  }

  private static Status status(@Nullable String text) throws InvalidMessageException {
    if (text == null) {
      throw new InvalidMessageException("MISSING_STATUS", "status is not there");
    }
    return switch (text) {
      case "success" -> Status.SUCCESS;
      case "error" -> Status.ERROR;
      case "timeout" -> Status.TIMEOUT;
      case "cancelled" -> Status.CANCELLED;
      default ->
          throw new InvalidMessageException(
              "INVALID_STATUS", "status must be success, error, timeout or cancelled");
    };
  }
}
