package beamline.router.engine.decide;

import beamline.router.api.DecisionReason;

/**
 * Chooses among the candidates by weight: a session by weighted rendezvous hashing, so that nodes
 * agree on it without asking one another; everything else by a draw.
 */
final class WeightedPick {

  /** Chooses; false when there is no candidate. */
  boolean pick(Draft draft) {
    byte[] exclusions = Candidacy.exclusions(draft);
    double total = 0;
    for (int i = 0; i < exclusions.length; i++) {
      if (exclusions[i] == Candidacy.CANDIDATE) {
        total += draft.policy.weights[i];
      }
    }
    if (!(total > 0)) {
      return false;
    }
    String session = draft.session;
    int index =
        session == null ? drawn(draft, exclusions, total) : rendezvous(draft, exclusions, session);
    if (draft.trace.wanted()) {
      draft.trace.step("select", words(draft, exclusions, total, index, session));
    }
    return draft.choose(index, DecisionReason.WEIGHTED);
  }

  private static int drawn(Draft draft, byte[] exclusions, double total) {
    double left = draft.draw() * total;
    int last = -1;
    for (int i = 0; i < exclusions.length; i++) {
      if (exclusions[i] == Candidacy.CANDIDATE) {
        last = i;
        left -= draft.policy.weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last; // rounding may leave a grain over
  }

  /**
   * The candidate with the least -ln(u)/weight, u being a hash of session and provider: Efraimidis
   * and Spirakis.
   */
  private static int rendezvous(Draft draft, byte[] exclusions, String session) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < exclusions.length; i++) {
      if (exclusions[i] == Candidacy.CANDIDATE) {
        double score = -Math.log(unit(session, draft.policy.ids[i])) / draft.policy.weights[i];
        if (best < 0 || score < least) {
          least = score;
          best = i;
        }
      }
    }
    return best;
  }

  /** A hash in (0, 1), the same on every machine. */
  static double unit(String session, String providerId) {
    long mixed = mix(mix(session.hashCode() * 0x9E3779B97F4A7C15L) + providerId.hashCode());
    return ((mixed >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** The finalizer of splitmix64. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static String words(
      Draft draft,
      byte[] exclusions,
      double total,
      int index,
      @org.jspecify.annotations.Nullable String session) {
    int candidates = 0;
    for (byte exclusion : exclusions) {
      if (exclusion == Candidacy.CANDIDATE) {
        candidates++;
      }
    }
    String how =
        session == null
            ? "draw " + rounded(draft.draw())
            : "rendezvous hash of session '" + session + "'";
    return "weighted among "
        + candidates
        + " candidates, total weight "
        + rounded(total)
        + ", "
        + how
        + " gives "
        + draft.policy.ids[index];
  }

  private static String rounded(double value) {
    return Double.toString(Math.round(value * 1e4) / 1e4);
  }
}
