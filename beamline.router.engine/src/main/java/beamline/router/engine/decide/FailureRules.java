package beamline.router.engine.decide;

import beamline.router.api.DecisionReason;
import beamline.router.api.RetryAdvice;
import beamline.router.engine.policy.FallbackRule;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policy's fallback rules (routing contract 3.5): the first one whose condition holds grants
 * the failed provider another try, with the wait before it, or names another provider.
 *
 * <p>A rule that has nothing usable to offer, since its provider's breaker is open, is passed over.
 */
final class FailureRules {
  private static final Set<String> FINE = Set.of("ok", "success", "2xx");

  /** Whether the request reports that an attempt failed. */
  static boolean failureReported(Draft draft) {
    Map<String, Object> context = draft.request.context();
    if (context.isEmpty()) {
      return false;
    }
    Object status = context.get("status");
    return status != null ? !isFine(status) : failedProvider(draft) != null;
  }

  /** The provider whose failure is reported. */
  static @Nullable String failedProvider(Draft draft) {
    return draft.request.context().get("current_provider") instanceof String provider
            && !provider.isEmpty()
        ? provider
        : null;
  }

  /** Applies the rules to a reported failure; false when none is reported or none applies. */
  boolean pick(Draft draft) {
    return !draft.policy.model.fallbacks().isEmpty() && failureReported(draft) && apply(draft);
  }

  /** Applies the rules whatever was reported: when nothing else is left. */
  boolean apply(Draft draft) {
    Map<String, Object> context = draft.ruleContext();
    for (FallbackRule rule : draft.policy.model.fallbacks()) {
      if (rule.when().test(context)
          && (retry(draft, rule, context) || fallback(draft, rule, context))) {
        return true;
      }
    }
    return false;
  }

  private static boolean retry(Draft draft, FallbackRule rule, Map<String, Object> context) {
    String failed = failedProvider(draft);
    int used = attempts(rule, context);
    int index = failed == null || used >= rule.retry() ? -1 : draft.policy.indexOf(failed);
    if (index < 0 || draft.isOut(index)) {
      return false;
    }
    long wait = rule.backoff().delayMillis(used + 1, draft.draw());
    draft.choose(index, DecisionReason.RETRY);
    draft.retry = new RetryAdvice(rule.ruleId(), used + 1, rule.retry(), Duration.ofMillis(wait));
    if (draft.trace.wanted()) {
      draft.trace.step(
          "select",
          "rule "
              + rule.ruleId()
              + " grants "
              + failed
              + " retry "
              + (used + 1)
              + " of "
              + rule.retry()
              + " after "
              + wait
              + " ms");
    }
    return true;
  }

  private static boolean fallback(Draft draft, FallbackRule rule, Map<String, Object> context) {
    String to = rule.to();
    int index = to == null ? -1 : draft.policy.indexOf(to);
    if (index < 0 || draft.isOut(index)) {
      return false;
    }
    draft.choose(index, DecisionReason.FALLBACK);
    draft.retry =
        new RetryAdvice(rule.ruleId(), attempts(rule, context), rule.retry(), Duration.ZERO);
    if (draft.trace.wanted()) {
      draft.trace.step("select", "rule " + rule.ruleId() + " falls back to " + to);
    }
    return true;
  }

  /** How many tries the rule's grant has used up: counted by the caller, per rule or over all. */
  private static int attempts(FallbackRule rule, Map<String, Object> context) {
    Object used = context.get("retry_attempts_" + rule.ruleId());
    if (used == null) {
      used = context.get("retry_attempts");
    }
    return used instanceof Number number
        ? (int) Math.max(0, Math.min(number.longValue(), Integer.MAX_VALUE - 1))
        : 0;
  }

  private static boolean isFine(Object status) {
    return status instanceof Number number
        ? number.longValue() >= 200 && number.longValue() < 300
        : FINE.contains(String.valueOf(status));
  }
}
