package beamline.router.engine.flow.open;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an assignment says about itself that is needed when its result comes.
 *
 * @param tenantId for whom the work is done
 * @param providerId who was chosen
 * @param policyId under which policy
 * @param requestId which request it answers; empty when unknown
 * @param jobType what is executed
 * @param traceId the trace it belongs to
 * @param costCenter who pays, as the metadata of the request say
 * @param reservation what the decision reserved of budgets; null when nothing
 * @param trace headers that tell the trace of its publication; empty when there is none
 */
public record AssignmentFacts(
    String tenantId,
    String providerId,
    String policyId,
    String requestId,
    String jobType,
    @Nullable String traceId,
    @Nullable String costCenter,
    @Nullable String reservation,
    Map<String, String> trace) {
  /** Header of an assignment: what its decision reserved of budgets. */
  public static final String RESERVATION = "x-budget-reservation";
}
