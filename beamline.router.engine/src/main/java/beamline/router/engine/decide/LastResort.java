package beamline.router.engine.decide;

import beamline.router.api.DecisionReason;
import beamline.router.engine.policy.FallbackRule;

/**
 * What is left when there is no candidate: a fallback target whose breaker lets calls through, when
 * breakers are the cause; else the fallback rules; else the provider of the legacy {@code fallback}
 * object.
 */
final class LastResort {
  private final FailureRules rules;

  LastResort(FailureRules rules) {
    this.rules = rules;
  }

  /** Chooses; false when nothing is left. */
  boolean pick(Draft draft) {
    return (isBreakersFault(draft) && firstUsableTarget(draft))
        || (!draft.policy.model.fallbacks().isEmpty() && rules.apply(draft))
        || legacy(draft);
  }

  private static boolean isBreakersFault(Draft draft) {
    for (byte exclusion : Candidacy.exclusions(draft)) {
      if (exclusion == Candidacy.BREAKER_OPEN) {
        return true;
      }
    }
    return false;
  }

  private static boolean firstUsableTarget(Draft draft) {
    for (FallbackRule rule : draft.policy.model.fallbacks()) {
      String to = rule.to();
      int index = to == null ? -1 : draft.policy.indexOf(to);
      if (index >= 0 && !draft.isOut(index)) {
        if (draft.trace.wanted()) {
          draft.trace.step(
              "select",
              "the breakers of all candidates are open, fallback target " + to + " is usable");
        }
        return draft.choose(index, DecisionReason.CIRCUIT_BREAKER_FALLBACK);
      }
    }
    return false;
  }

  private static boolean legacy(Draft draft) {
    String to = draft.policy.model.legacyFallback();
    int index = to == null ? -1 : draft.policy.indexOf(to);
    if (index < 0 || draft.isOut(index)) {
      return false;
    }
    if (draft.trace.wanted()) {
      draft.trace.step("select", "no candidate is left, the policy's fallback is " + to);
    }
    return draft.choose(
        index,
        isBreakersFault(draft) ? DecisionReason.CIRCUIT_BREAKER_FALLBACK : DecisionReason.FALLBACK);
  }
}
