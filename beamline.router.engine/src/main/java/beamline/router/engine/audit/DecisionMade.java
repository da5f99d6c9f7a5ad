package beamline.router.engine.audit;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.spi.AuditRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A decision, as it waits: it becomes a record only off the decision path. */
record DecisionMade(RouteRequest request, RouteOutcome outcome, long nanoTime) {
  private static final String ROUTE = "route";
  private static final String DENIED = "route_denied";
  private static final String NOBODY = "anonymous";

  /** What records of decisions have as action. */
  static final Set<String> ACTIONS = Set.of(ROUTE, DENIED);

  AuditRecord record(long epochMillis) {
    Map<String, Object> details = new LinkedHashMap<>();
    request.requestId().ifPresent(id -> details.put("request_id", id));
    request.messageId().ifPresent(id -> details.put("message_id", id));
    request.traceId().ifPresent(id -> details.put("trace_id", id));
    details.put("task_type", request.taskType());
    if (outcome instanceof RouteDecision decision) {
      details.put("provider_id", decision.providerId());
      details.put("reason", decision.reason().wireName());
    } else if (outcome instanceof RouteRejection rejection) {
      details.put("code", rejection.code().reason());
    }
    return new AuditRecord(
        epochMillis,
        request.tenantId(),
        request.userId().orElse(NOBODY),
        outcome instanceof RouteDecision ? ROUTE : DENIED,
        "policy",
        request.policyId(),
        details);
  }
}
