package beamline.router.engine.decide;

import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.policy.ConstraintModel;
import java.util.Map;

/** Whether a provider may be chosen for a request, and if not, why. */
final class Candidacy {
  static final byte CANDIDATE = 0;
  static final byte NO_WEIGHT = 1;
  static final byte LABELS = 2;
  static final byte TOO_SLOW = 3;
  static final byte TOO_EXPENSIVE = 4;
  static final byte BREAKER_OPEN = 5;
  static final byte BUDGET_SPENT = 6;

  private static final String[] WORDS = {
    "",
    "its weight is 0",
    "its labels do not match",
    "it is too slow",
    "it is too expensive",
    "its breaker is open",
    "its budget is spent"
  };

  private Candidacy() {}

  static String words(byte exclusion) {
    return WORDS[exclusion];
  }

  /** Why this listed provider may not be chosen; {@link #CANDIDATE} when it may. */
  static byte exclusion(Draft draft, int index) {
    byte[] known = draft.exclusions;
    if (known != null) {
      return known[index];
    }
    if (!(draft.policy.weights[index] > 0)) {
      return NO_WEIGHT;
    }
    byte constraint = constraint(draft, index);
    if (constraint != CANDIDATE) {
      return constraint;
    }
    if (draft.isSpent(index)) {
      return BUDGET_SPENT;
    }
    return draft.isOpen(index) ? BREAKER_OPEN : CANDIDATE;
  }

  /** Works out all listed providers, once per decision. */
  static byte[] exclusions(Draft draft) {
    byte[] known = draft.exclusions;
    if (known == null) {
      known = new byte[draft.policy.listed];
      for (int i = 0; i < known.length; i++) {
        known[i] = exclusion(draft, i);
      }
      draft.exclusions = known;
    }
    return known;
  }

  static boolean breakerAllows(CompiledPolicy policy, int index, long now) {
    Breaker breaker = policy.states[index].breaker();
    return breaker == null || breaker.allows(now);
  }

  /** Whether latency, cost and labels of a provider suit the policy and the request. */
  private static byte constraint(Draft draft, int index) {
    double maxLatency = draft.request.maxLatencyMillis();
    double maxCost = draft.request.maxCost();
    CompiledPolicy policy = draft.policy;
    if (policy.constrained) {
      ConstraintModel constraints = policy.model.constraints();
      if (!hasLabels(policy.model.providers().get(index).labels(), constraints.labels())) {
        return LABELS;
      }
      maxLatency = lower(maxLatency, constraints.maxLatencyMillis());
      maxCost = lower(maxCost, constraints.maxCost());
    }
    if (maxLatency != Double.POSITIVE_INFINITY && draft.latencyMillis(index) > maxLatency) {
      return TOO_SLOW;
    }
    if (maxCost != Double.POSITIVE_INFINITY && draft.cost(index) > maxCost) {
      return TOO_EXPENSIVE;
    }
    return CANDIDATE;
  }

  private static boolean hasLabels(Map<String, String> labels, Map<String, String> wanted) {
    for (Map.Entry<String, String> label : wanted.entrySet()) {
      if (!label.getValue().equals(labels.get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static double lower(double limit, double other) {
    return Double.isNaN(other) ? limit : Math.min(limit, other);
  }
}
