package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.sticky.StickyPins;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Chooses a provider: the session's pin, unless its failure is what the request reports; else the
 * rules for a reported failure; else the best or a drawn candidate; else the last resort.
 */
final class Selection {
  private final StickyPick sticky;
  private final FailureRules rules = new FailureRules();
  private final WeightedPick weighted = new WeightedPick();
  private final ScorePick score = new ScorePick();
  private final LastResort lastResort = new LastResort(rules);

  Selection(StickyPins pins) {
    sticky = new StickyPick(pins);
  }

  RouteOutcome select(Draft draft) {
    sticky.look(draft);
    while (pick(draft)) {
      if (isPermitted(draft)) {
        sticky.remember(draft);
        return draft.decision();
      }
      exclude(draft); // somebody else took the last probe of its half-open breaker
    }
    return rejection(draft);
  }

  private boolean pick(Draft draft) {
    boolean pinFailed = draft.pinned != null && isPinReportedFailed(draft);
    return (!pinFailed && sticky.pick(draft))
        || rules.pick(draft)
        || (pinFailed && sticky.pick(draft))
        || (draft.policy.byScore ? score.pick(draft) : weighted.pick(draft))
        || lastResort.pick(draft);
  }

  private static boolean isPinReportedFailed(Draft draft) {
    if (!FailureRules.failureReported(draft)) {
      return false;
    }
    String failed = FailureRules.failedProvider(draft);
    return failed == null || failed.equals(draft.pinned);
  }

  private static boolean isPermitted(Draft draft) {
    if (draft.mode != Draft.Mode.LIVE || !draft.policy.guarded) {
      return true;
    }
    Breaker breaker = draft.policy.states[draft.chosen].breaker();
    return breaker == null || breaker.tryAcquire(draft.now);
  }

  private static void exclude(Draft draft) {
    byte[] exclusions = Candidacy.exclusions(draft);
    int index = draft.chosen;
    if (index < exclusions.length) {
      exclusions[index] = Candidacy.BREAKER_OPEN;
    }
    if (draft.facts != null) {
      draft.facts.open[index] = true;
    }
  }

  private static RouteRejection rejection(Draft draft) {
    Map<String, Object> excluded = new LinkedHashMap<>();
    byte[] exclusions = Candidacy.exclusions(draft);
    for (int i = 0; i < exclusions.length; i++) {
      excluded.put(draft.policy.ids[i], Candidacy.words(exclusions[i]));
    }
    String message =
        "policy "
            + draft.policy.key
            + " has no provider available"
            + (excluded.isEmpty() ? ": it lists none" : ": " + words(excluded));
    if (draft.trace.wanted()) {
      draft.trace.step("select", message);
    }
    return RouteRejection.of(
        ErrorCode.NO_PROVIDER_AVAILABLE,
        message,
        Map.of("policy_id", draft.policy.key.policyId(), "excluded", excluded));
  }

  private static String words(Map<String, Object> excluded) {
    StringBuilder words = new StringBuilder();
    excluded.forEach(
        (provider, why) ->
            words.append(words.isEmpty() ? "" : "; ").append(provider).append(": ").append(why));
    return words.toString();
  }
}
