package beamline.router.engine.decide;

import beamline.router.api.DecisionReason;
import beamline.router.engine.policy.ScoreModel;

/**
 * Chooses the candidate with the best score: expected latency and cost, each as a share of the
 * worst candidate's, weighed as the policy says; lower is better. Between equals the higher weight
 * wins, then the first in the policy.
 */
final class ScorePick {

  /** Chooses; false when there is no candidate. */
  boolean pick(Draft draft) {
    byte[] exclusions = Candidacy.exclusions(draft);
    double slowest = 0;
    double dearest = 0;
    for (int i = 0; i < exclusions.length; i++) {
      if (exclusions[i] == Candidacy.CANDIDATE) {
        slowest = Math.max(slowest, draft.latencyMillis(i));
        dearest = Math.max(dearest, draft.cost(i));
      }
    }
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < exclusions.length; i++) {
      if (exclusions[i] == Candidacy.CANDIDATE) {
        double score = score(draft, i, slowest, dearest);
        if (best < 0
            || score < least
            || (score == least && draft.policy.weights[i] > draft.policy.weights[best])) {
          best = i;
          least = score;
        }
      }
    }
    if (best < 0) {
      return false;
    }
    if (draft.trace.wanted()) {
      draft.trace.step("select", "best score " + least + " has " + draft.policy.ids[best]);
    }
    return draft.choose(best, DecisionReason.BEST_SCORE);
  }

  static double score(Draft draft, int index, double slowest, double dearest) {
    ScoreModel weights = draft.policy.model.score();
    double latency = slowest > 0 ? draft.latencyMillis(index) / slowest : 0;
    double cost = dearest > 0 ? draft.cost(index) / dearest : 0;
    return weights.latencyWeight() * latency + weights.costWeight() * cost;
  }
}
