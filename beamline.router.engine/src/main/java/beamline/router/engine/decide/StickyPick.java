package beamline.router.engine.decide;

import beamline.router.api.DecisionReason;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.sticky.StickyPins;
import org.jspecify.annotations.Nullable;

/** Keeps a session with its provider, as long as that is still a candidate. */
final class StickyPick {
  private final StickyPins pins;

  StickyPick(StickyPins pins) {
    this.pins = pins;
  }

  /** Finds out which session the request belongs to and where it is pinned. */
  void look(Draft draft) {
    String key = draft.policy.sessionKey;
    if (key == null) {
      return;
    }
    draft.session = session(draft, key);
    if (draft.session != null && draft.mode != Draft.Mode.REPLAY) {
      draft.pin = pins.find(draft.policy.key, draft.session, draft.now);
      draft.pinned = draft.pin == null ? null : draft.pin.providerId();
    }
  }

  /** Chooses the pinned provider; false when there is none that can be chosen. */
  boolean pick(Draft draft) {
    String pinned = draft.pinned;
    if (pinned == null) {
      if (draft.trace.wanted() && draft.policy.sessionKey != null) {
        draft.trace.step(
            "select",
            draft.session == null
                ? "sticky: the context has no " + draft.policy.sessionKey
                : "sticky: session '" + draft.session + "' has no pin");
      }
      return false;
    }
    int index = draft.policy.indexOf(pinned);
    byte exclusion =
        index < 0 || index >= draft.policy.listed
            ? Candidacy.NO_WEIGHT
            : Candidacy.exclusion(draft, index);
    boolean usable = exclusion == Candidacy.CANDIDATE;
    if (draft.trace.wanted()) {
      draft.trace.step(
          "select",
          "sticky: session '"
              + draft.session
              + "' is pinned to "
              + pinned
              + (usable
                  ? ""
                  : ", which cannot be used: "
                      + (index < 0 ? "it left the policy" : Candidacy.words(exclusion))));
    }
    return usable && draft.choose(index, DecisionReason.STICKY);
  }

  /** Remembers where the session went; only weighted, scored and sticky choices stick. */
  void remember(Draft draft) {
    String session = draft.session;
    if (session == null || draft.mode != Draft.Mode.LIVE) {
      return;
    }
    draft.policy.telemetry.sticky(draft.reason == DecisionReason.STICKY);
    switch (draft.reason) {
      case STICKY, WEIGHTED, BEST_SCORE -> pin(draft, session);
      case RETRY, FALLBACK, CIRCUIT_BREAKER_FALLBACK -> {} // for this attempt only
    }
  }

  private void pin(Draft draft, String session) {
    CompiledPolicy policy = draft.policy;
    String providerId = policy.ids[draft.chosen];
    StickyPins.Pin pin = draft.pin; // nearly always still good, so that nothing is looked up again
    if (pin == null || !pin.holds(providerId, policy.stickyTtlNanos, draft.now)) {
      pins.pin(policy.key, session, providerId, policy.stickyTtlNanos, draft.now);
    }
  }

  private static @Nullable String session(Draft draft, String key) {
    Object value = draft.request.context().get(key);
    if (value == null && "user_id".equals(key)) {
      return draft.request.userId().orElse(null);
    }
    if (value instanceof String text) {
      return text.isEmpty() ? null : text;
    }
    return value instanceof Number || value instanceof Boolean ? value.toString() : null;
  }
}
