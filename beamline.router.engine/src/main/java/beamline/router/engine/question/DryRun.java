package beamline.router.engine.question;

import beamline.router.api.ErrorCode;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code dry_run_pipeline}: who would execute a payload, and how that comes about. Calls no
 * extension and changes nothing.
 */
final class DryRun implements Question {
  private static final String CALLS = "would call ";

  private final Decider decider;

  DryRun(Decider decider) {
    this.decider = decider;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) throws AdminRefusal {
    String tenantId = Asked.text(body, "tenant_id");
    String policyId = Asked.text(body, "policy_id");
    Object payload = body.getOrDefault("payload", Map.of());
    Explanation explanation = decider.explain(request(tenantId, policyId, body, payload));
    if (explanation.outcome() instanceof RouteRejection rejection) {
      throw refusal(rejection);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("decision", decision((RouteDecision) explanation.outcome()));
    result.put("executed_extensions", extensions(explanation));
    result.put("final_payload", payload);
    List<String> steps = new ArrayList<>();
    explanation.steps().forEach(step -> steps.add(step.name() + ": " + step.text()));
    result.put("steps", steps);
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("ok", true);
    reply.put("result", result);
    return reply;
  }

  private static RouteRequest request(
      String tenantId, String policyId, Map<String, Object> body, Object payload)
      throws AdminRefusal {
    String type = Asked.textOrNull(body, "message_type");
    if (type == null && payload instanceof Map<?, ?> map && map.get("message_type") != null) {
      type = String.valueOf(map.get("message_type"));
    }
    return RouteRequest.builder(tenantId, type == null ? "unknown" : type)
        .policyId(policyId)
        .payload(JsonWriter.text(payload))
        .context(Asked.object(body, "context"))
        .traced(true)
        .build();
  }

  private static AdminRefusal refusal(RouteRejection rejection) {
    if (rejection.code() == ErrorCode.POLICY_NOT_FOUND) {
      return AdminRefusal.policyNotFound(rejection.message());
    }
    int status = rejection.code().defaultMapping().httpStatus();
    return AdminRefusal.pipeline(
        status == 401 || status == 403 ? "unauthorized" : "decision_failed", rejection.message());
  }

  private static Map<String, Object> decision(RouteDecision decision) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("provider_id", decision.providerId());
    facts.put("reason", decision.reason().wireName());
    facts.put("priority", (long) decision.priority());
    return facts;
  }

  private static List<Object> extensions(Explanation explanation) {
    List<Object> called = new ArrayList<>();
    for (Explanation.Step step : explanation.steps()) {
      if (step.text().startsWith(CALLS)) {
        String text = step.text().substring(CALLS.length());
        int space = text.indexOf(' ');
        called.add(
            Map.of(
                "type",
                text.substring(0, space),
                "id",
                text.substring(space + 1),
                "status",
                "not_called"));
      }
    }
    return called;
  }
}
