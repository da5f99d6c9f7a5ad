package beamline.router.engine.question;

import beamline.router.api.policy.PolicyComplexity;
import beamline.router.engine.analysis.PipelineComplexity;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.PolicyCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code get_pipeline_complexity}: how much a policy asks of extensions (routing contract 3.12).
 */
final class Complexity implements Question {
  private final PolicyCatalogue catalogue;
  private final PipelineComplexity complexity;

  Complexity(PolicyCatalogue catalogue, PipelineComplexity complexity) {
    this.complexity = complexity;
    this.catalogue = catalogue;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) throws AdminRefusal {
    String tenantId = Asked.text(body, "tenant_id");
    String policyId = Asked.text(body, "policy_id");
    CompiledPolicy policy = catalogue.find(tenantId, policyId);
    if (policy == null) {
      throw AdminRefusal.policyNotFound("the policy does not exist");
    }
    return reply(complexity.rate(policy.model));
  }

  private static Map<String, Object> reply(PolicyComplexity complexity) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("total_extensions", complexity.extensions());
    reply.put("pre_count", complexity.preProcessors());
    reply.put("validators_count", complexity.validators());
    reply.put("post_count", complexity.postProcessors());
    reply.put("complexity_score", complexity.score());
    reply.put("complexity_level", complexity.level().wireName());
    reply.put("estimated_latency_ms", complexity.estimatedLatencyMillis());
    reply.put("recommended_limits", limits(complexity.recommended()));
    reply.put("warnings", complexity.warnings());
    reply.put("recommendations", complexity.recommendations());
    return reply;
  }

  private static Map<String, Object> limits(PolicyComplexity.Limits limits) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("max_total", limits.total());
    reply.put("max_pre", limits.preProcessors());
    reply.put("max_validators", limits.validators());
    reply.put("max_post", limits.postProcessors());
    return reply;
  }
}
