package beamline.router.engine.decide;

import beamline.router.api.Explanation;
import beamline.router.api.RouteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Puts together what a recorded decision found. */
final class Explainer {
  private Explainer() {}

  static Explanation explain(Draft draft, RouteOutcome outcome, long epochMillis) {
    return new Explanation(
        outcome,
        draft.policy.key.policyId(),
        Optional.of(draft.policy.model.version()),
        draft.trace.steps(),
        candidates(draft),
        Optional.of(draft.inputs(Objects.requireNonNull(draft.facts), epochMillis)));
  }

  private static List<Explanation.Candidate> candidates(Draft draft) {
    byte[] exclusions = Candidacy.exclusions(draft);
    double total = 0;
    double slowest = 0;
    double dearest = 0;
    for (int i = 0; i < exclusions.length; i++) {
      if (exclusions[i] == Candidacy.CANDIDATE) {
        total += draft.policy.weights[i];
        slowest = Math.max(slowest, draft.latencyMillis(i));
        dearest = Math.max(dearest, draft.cost(i));
      }
    }
    List<Explanation.Candidate> candidates = new ArrayList<>(exclusions.length);
    for (int i = 0; i < exclusions.length; i++) {
      boolean candidate = exclusions[i] == Candidacy.CANDIDATE;
      candidates.add(
          new Explanation.Candidate(
              draft.policy.ids[i],
              candidate ? draft.policy.weights[i] / total : 0,
              candidate && draft.policy.byScore
                  ? ScorePick.score(draft, i, slowest, dearest)
                  : Double.NaN,
              candidate ? Optional.empty() : Optional.of(Candidacy.words(exclusions[i]))));
    }
    return candidates;
  }
}
