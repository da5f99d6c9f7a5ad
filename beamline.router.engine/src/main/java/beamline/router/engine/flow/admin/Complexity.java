package beamline.router.engine.flow.admin;

import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.PolicyCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code get_pipeline_complexity}: how much a policy asks of extensions (routing contract 3.12).
 */
final class Complexity implements AdminQuestion {
  private static final int MAX_TOTAL = 4;
  private static final int MAX_PER_KIND = 2;
  private static final int LATENCY_MILLIS = 30;

  private final PolicyCatalogue catalogue;

  Complexity(PolicyCatalogue catalogue) {
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
    return of(
        policy.model.pre().size(), policy.model.validators().size(), policy.model.post().size());
  }

  static Map<String, Object> of(int pre, int validators, int post) {
    int total = pre + validators + post;
    int score = score(pre, validators, post);
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("total_extensions", (long) total);
    reply.put("pre_count", (long) pre);
    reply.put("validators_count", (long) validators);
    reply.put("post_count", (long) post);
    reply.put("complexity_score", (long) score);
    reply.put("complexity_level", level(score));
    reply.put("estimated_latency_ms", (long) total * LATENCY_MILLIS);
    reply.put(
        "recommended_limits",
        Map.of(
            "max_total", (long) MAX_TOTAL,
            "max_pre", (long) MAX_PER_KIND,
            "max_validators", (long) MAX_PER_KIND,
            "max_post", (long) MAX_PER_KIND));
    List<String> warnings = new ArrayList<>();
    List<String> recommendations = new ArrayList<>();
    if (score >= 80) {
      warnings.add("the pipeline is very complex");
      recommendations.add("call at most " + MAX_TOTAL + " extensions");
    } else if (score >= 60) {
      warnings.add("the pipeline is complex");
    }
    reply.put("warnings", warnings);
    reply.put("recommendations", recommendations);
    return reply;
  }

  private static int score(int pre, int validators, int post) {
    int total = pre + validators + post;
    int above = Math.max(0, total - MAX_TOTAL);
    int score = above == 0 ? 60 * total / MAX_TOTAL : 60 + Math.min(20, 5 * above);
    for (int count : new int[] {pre, validators, post}) {
      score += count > MAX_PER_KIND ? 5 : 0;
    }
    return Math.min(100, score + Math.min(20, 4 * above));
  }

  private static String level(int score) {
    if (score < 30) {
      return "low";
    }
    return score < 60 ? "medium" : score < 80 ? "high" : "very_high";
  }
}
