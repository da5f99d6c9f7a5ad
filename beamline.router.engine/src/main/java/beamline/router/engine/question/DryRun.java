package beamline.router.engine.question;

import beamline.router.api.ErrorCode;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.extension.ExtensionPipeline;
import beamline.router.engine.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code dry_run_pipeline}: who would execute a payload, and how that comes about. Calls no
 * extension and changes nothing, so that the final payload is the one that was given, and
 * conditions see the context as it was given.
 */
final class DryRun implements Question {
  private final Decider decider;
  private final PolicyCatalogue catalogue;

  DryRun(Decider decider, PolicyCatalogue catalogue) {
    this.catalogue = catalogue;
    this.decider = decider;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) throws AdminRefusal {
    String tenantId = Asked.text(body, "tenant_id");
    String policyId = Asked.text(body, "policy_id");
    Object payload = body.getOrDefault("payload", Map.of());
    RouteRequest request = request(tenantId, policyId, body, payload);
    Explanation explanation = decider.explain(request);
    if (explanation.outcome() instanceof RouteRejection rejection) {
      throw refusal(rejection);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("decision", decision((RouteDecision) explanation.outcome()));
    result.put("executed_extensions", extensions(request));
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

  private List<Map<String, Object>> extensions(RouteRequest request) {
    CompiledPolicy policy = catalogue.find(request.tenantId(), request.policyId());
    return policy == null ? List.of() : ExtensionPipeline.planned(request, policy);
  }
}
