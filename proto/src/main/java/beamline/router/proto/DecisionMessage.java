package beamline.router.proto;

import beamline.router.api.DecisionReason;
import beamline.router.api.RetryAdvice;
import beamline.router.api.RouteDecision;
import java.util.Map;

/**
 * A decision as {@code beamline.flow.v1.RouteDecision}. What has no field of its own there ({@code
 * policy_id}, {@code sticky_key}, {@code fallback_used}, the {@code reservation} of budgets, the
 * retry or fallback that applies) stands in its metadata, under the names of the JSON reply; so do
 * those values of extensions that are text, numbers or truth values.
 */
public final class DecisionMessage {

  private DecisionMessage() {}

  /** The message of a decision. */
  public static beamline.router.proto.flow.v1.RouteDecision of(RouteDecision decision) {
    var message =
        beamline.router.proto.flow.v1.RouteDecision.newBuilder()
            .setProviderId(decision.providerId())
            .setReason(decision.reason().wireName())
            .setPriority(decision.priority())
            .setExpectedLatencyMs(Math.max(0, Math.round(decision.expectedLatencyMillis())))
            .setExpectedCost(
                Double.isFinite(decision.expectedCost()) ? decision.expectedCost() : 0);
    for (Map.Entry<String, Object> entry : decision.metadata().entrySet()) {
      Object value = entry.getValue();
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        message.putMetadata(entry.getKey(), value.toString());
      }
    }
    message
        .putMetadata("policy_id", decision.policyId())
        .putMetadata("fallback_used", Boolean.toString(decision.reason().isFallback()));
    decision.stickyKey().ifPresent(key -> message.putMetadata("sticky_key", key));
    decision.reservation().ifPresent(id -> message.putMetadata("reservation", id));
    decision.retry().ifPresent(advice -> retry(message, advice, decision.reason()));
    return message.build();
  }

  private static void retry(
      beamline.router.proto.flow.v1.RouteDecision.Builder message,
      RetryAdvice advice,
      DecisionReason reason) {
    message
        .putMetadata("fallback_rule_id", advice.ruleId())
        .putMetadata("retry_max", Integer.toString(advice.maxAttempts()));
    String attempt = Integer.toString(advice.attempt());
    if (reason == DecisionReason.RETRY) {
      message
          .putMetadata("retry_attempt", attempt)
          .putMetadata("backoff_ms", Long.toString(advice.backoff().toMillis()))
          .putMetadata("backoff_applied", Boolean.toString(!advice.backoff().isZero()));
    } else {
      message.putMetadata("retry_attempts_used", attempt).putMetadata("fallback_applied", "true");
    }
  }
}
