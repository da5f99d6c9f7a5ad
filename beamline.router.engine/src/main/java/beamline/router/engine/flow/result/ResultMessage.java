package beamline.router.engine.flow.result;

import beamline.router.api.ExecutionReport;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.flow.open.OpenAssignments;
import org.jspecify.annotations.Nullable;

/**
 * A result as a worker told it. What it did not tell is null.
 *
 * @param assignmentId which assignment it answers
 * @param requestId which request it answers; one of both ids is there
 * @param tenantId for whom it believes to have worked
 * @param status how it ended
 * @param workerId who worked: workers write themselves where the provider is expected
 * @param jobType what was executed
 * @param latencyMillis how long it took; negative when unknown
 * @param cost what it cost; {@code NaN} when unknown
 * @param traceId the trace it belongs to
 * @param timestampMillis when it was; 0 when unknown
 * @param errorCode what failed
 */
public record ResultMessage(
    @Nullable String assignmentId,
    @Nullable String requestId,
    @Nullable String tenantId,
    ExecutionReport.Status status,
    @Nullable String workerId,
    @Nullable String jobType,
    long latencyMillis,
    double cost,
    @Nullable String traceId,
    long timestampMillis,
    @Nullable String errorCode) {

  /** The assignment that it answers; null when the index has none. */
  @Nullable OpenAssignment assignmentIn(OpenAssignments index) {
    if (assignmentId != null) {
      return index.find(assignmentId);
    }
    return tenantId == null || requestId == null ? null : index.find(tenantId, requestId);
  }

  /** The status as it is written. */
  public String statusText() {
    return switch (status) {
      case SUCCESS -> "success";
      case ERROR -> "error";
      case TIMEOUT -> "timeout";
      case CANCELLED -> "cancelled";
    };
  }
}
