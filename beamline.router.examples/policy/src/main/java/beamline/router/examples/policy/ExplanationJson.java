package beamline.router.examples.policy;

import beamline.router.api.DecisionInputs;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.examples.command.Json;
import java.util.List;
import java.util.Map;

/** A decision for machines, in the shape of the admin answer (routing contract 10.3). */
final class ExplanationJson {
  private static final String CALLS = "would call ";

  private ExplanationJson() {}

  static Map<String, Object> of(
      Explanation explanation, PolicyComplexity complexity, byte[] request) {
    RouteDecision decision =
        explanation.outcome() instanceof RouteDecision decided ? decided : null;
    Map<String, Object> result =
        Json.object(
            "decision",
            decision == null ? null : decision(decision),
            "executed_extensions",
            extensions(explanation),
            "final_payload",
            Json.raw(Question.payload(request)),
            "steps",
            explanation.steps().stream()
                .map(step -> Json.object("name", step.name(), "text", step.text()))
                .toList(),
            "candidates",
            explanation.candidates().stream().map(ExplanationJson::candidate).toList(),
            "draw",
            explanation.inputs().map(DecisionInputs::draw).orElse(null),
            "complexity",
            complexity(complexity));
    if (explanation.outcome() instanceof RouteRejection rejection) {
      return Json.object(
          "ok",
          false,
          "error",
          Json.object("code", rejection.code().reason(), "message", rejection.message()),
          "result",
          result);
    }
    return Json.object("ok", true, "result", result);
  }

  private static Map<String, Object> decision(RouteDecision decision) {
    return Json.object(
        "provider_id",
        decision.providerId(),
        "reason",
        decision.reason().wireName(),
        "priority",
        decision.priority(),
        "expected_latency_ms",
        decision.expectedLatencyMillis(),
        "expected_cost",
        decision.expectedCost());
  }

  private static Map<String, Object> candidate(Explanation.Candidate candidate) {
    return Json.object(
        "provider_id",
        candidate.providerId(),
        "share",
        candidate.share(),
        "score",
        Double.isNaN(candidate.score()) ? null : candidate.score(),
        "excluded",
        candidate.exclusion().orElse(null));
  }

  /** The steps name them, since none is called. */
  private static List<Map<String, Object>> extensions(Explanation explanation) {
    return explanation.steps().stream()
        .map(Explanation.Step::text)
        .filter(text -> text.startsWith(CALLS))
        .map(text -> text.substring(CALLS.length()).split(" ", 2))
        .map(words -> Json.object("type", words[0], "id", words[1], "status", "not_called"))
        .toList();
  }

  private static Map<String, Object> complexity(PolicyComplexity complexity) {
    return Json.object(
        "total_extensions",
        complexity.extensions(),
        "complexity_score",
        complexity.score(),
        "complexity_level",
        complexity.level().wireName(),
        "estimated_latency_ms",
        complexity.estimatedLatencyMillis(),
        "warnings",
        complexity.warnings(),
        "recommendations",
        complexity.recommendations());
  }
}
