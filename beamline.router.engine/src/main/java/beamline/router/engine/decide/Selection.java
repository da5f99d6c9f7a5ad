package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.budget.Purse;
import beamline.router.engine.budget.Purse.Verdict;
import beamline.router.engine.sticky.StickyPins;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a provider: the session's pin, unless its failure is what the request reports; else the
 * rules for a reported failure; else the best or a drawn candidate; else the last resort.
 */
final class Selection {
  private static final RouteRejection WAITS =
      RouteRejection.of(ErrorCode.INTERNAL_ERROR, "the decision waits for a budget");

  private final StickyPick sticky;
  private final FailureRules rules = new FailureRules();
  private final WeightedPick weighted = new WeightedPick();
  private final ScorePick score = new ScorePick();
  private final LastResort lastResort = new LastResort(rules);

  Selection(StickyPins pins) {
    sticky = new StickyPick(pins);
  }

  /**
   * Chooses. While the draft {@linkplain Draft#purse waits} for what is left of a budget, the
   * outcome says nothing: select again then.
   */
  RouteOutcome select(Draft draft) {
    draft.trace.selecting(draft);
    RouteOutcome outcome = chosen(draft);
    draft.trace.selected(outcome);
    if (draft.mode == Draft.Mode.LIVE && draft.policy.guarded && outcome != WAITS) {
      tellKeptAway(draft);
    }
    return outcome;
  }

  /** Of a choice that a pin or a rule made, nobody knows what breakers would have kept away. */
  private static void tellKeptAway(Draft draft) {
    byte[] exclusions = draft.exclusions;
    if (exclusions != null) {
      for (int i = 0; i < exclusions.length; i++) {
        if (exclusions[i] == Candidacy.BREAKER_OPEN) {
          draft.policy.telemetry.keptAway(draft.policy.ids[i]);
        }
      }
    }
  }

  private RouteOutcome chosen(Draft draft) {
    sticky.look(draft);
    while (pick(draft)) {
      Purse purse = draft.purse;
      if (purse != null && purse.reserve(draft.provider(), draft.cost()) != Verdict.RESERVED) {
        if (purse.verdict() != Verdict.PROVIDER_SPENT) {
          return refused(draft, purse);
        }
        spent(draft);
      } else if (isPermitted(draft)) {
        sticky.remember(draft);
        return draft.decision();
      } else {
        if (purse != null) {
          purse.release();
        }
        draft.exclude(Candidacy.BREAKER_OPEN); // somebody else took the last probe of it
      }
    }
    return rejection(draft);
  }

  private static RouteRejection refused(Draft draft, Purse purse) {
    if (purse.verdict() == Verdict.UNKNOWN) {
      return WAITS;
    }
    RouteRejection refusal = purse.refusal();
    if (draft.trace.wanted()) {
      draft.trace.step("budget", refusal.message());
    }
    return refusal;
  }

  private static void spent(Draft draft) {
    if (draft.trace.wanted()) {
      draft.trace.step("budget", "the budget of " + draft.provider() + " is spent");
    }
    draft.exclude(Candidacy.BUDGET_SPENT);
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

  private static RouteRejection rejection(Draft draft) {
    Map<String, Object> excluded = new LinkedHashMap<>();
    byte[] exclusions = Candidacy.exclusions(draft);
    RouteRejection spent = onlyBudgets(draft, exclusions);
    if (spent != null) {
      return spent;
    }
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

  /** The refusal when nothing but spent budgets stands against a decision; else null. */
  private static @Nullable RouteRejection onlyBudgets(Draft draft, byte[] exclusions) {
    for (byte exclusion : exclusions) {
      if (exclusion != Candidacy.BUDGET_SPENT && exclusion != Candidacy.NO_WEIGHT) {
        return null;
      }
    }
    return draft.purse == null ? null : draft.purse.providerRefusal();
  }

  private static String words(Map<String, Object> excluded) {
    StringBuilder words = new StringBuilder();
    excluded.forEach(
        (provider, why) ->
            words.append(words.isEmpty() ? "" : "; ").append(provider).append(": ").append(why));
    return words.toString();
  }
}
