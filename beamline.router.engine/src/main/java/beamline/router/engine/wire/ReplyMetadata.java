package beamline.router.engine.wire;

import beamline.router.api.DecisionReason;
import beamline.router.api.Explanation;
import beamline.router.api.RetryAdvice;
import beamline.router.api.RouteDecision;
import beamline.router.spi.ReplyContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code decision.metadata} of a reply: what extensions added, the retry or fallback that
 * applies, and the explanation when asked for. Nothing of the request's context gets here.
 */
final class ReplyMetadata {

  private ReplyMetadata() {}

  static Map<String, Object> of(RouteDecision decision, ReplyContext context, boolean explained) {
    Map<String, Object> metadata = new LinkedHashMap<>(decision.metadata());
    metadata.putAll(retry(decision));
    Optional<Explanation> explanation = decision.explanation();
    if (explained && explanation.isPresent()) {
      metadata.put("explanation", explanation(decision, explanation.get(), context));
    }
    return metadata;
  }

  private static Map<String, Object> retry(RouteDecision decision) {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (decision.retry().isPresent()) {
      RetryAdvice advice = decision.retry().get();
      facts.put("fallback_rule_id", advice.ruleId());
      facts.put("retry_max", advice.maxAttempts());
      if (decision.reason() == DecisionReason.RETRY) {
        facts.put("retry_attempt", advice.attempt());
        facts.put("backoff_ms", advice.backoff().toMillis());
        facts.put("backoff_applied", !advice.backoff().isZero());
      } else {
        facts.put("retry_attempts_used", advice.attempt());
        facts.put("fallback_applied", true);
      }
    }
    return facts;
  }

  private static Map<String, Object> explanation(
      RouteDecision decision, Explanation explanation, ReplyContext context) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("reason", decision.reason().wireName());
    facts.put("provider_id", decision.providerId());
    facts.put("policy_id", decision.policyId());
    facts.put("policy_version", decision.policyVersion());
    facts.put("priority", decision.priority());
    List<String> steps = new ArrayList<>();
    explanation.steps().forEach(step -> steps.add(step.name() + ": " + step.text()));
    facts.put("steps", steps);
    List<Object> candidates = new ArrayList<>();
    explanation.candidates().forEach(candidate -> candidates.add(candidate(candidate)));
    facts.put("candidates", candidates);
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("tenant_id", decision.tenantId());
    context.traceId().ifPresent(id -> about.put("trace_id", id));
    about.putAll(retry(decision));
    facts.put("context", about);
    return facts;
  }

  private static Map<String, Object> candidate(Explanation.Candidate candidate) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("provider_id", candidate.providerId());
    facts.put("share", candidate.share());
    if (!Double.isNaN(candidate.score())) {
      facts.put("score", candidate.score());
    }
    candidate.exclusion().ifPresent(why -> facts.put("exclusion", why));
    return facts;
  }
}
