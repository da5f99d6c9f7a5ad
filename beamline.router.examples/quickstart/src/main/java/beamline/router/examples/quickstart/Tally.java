package beamline.router.examples.quickstart;

import beamline.router.api.DecisionReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what became of the requests. Grows with the policies and reasons, never with the input.
 */
final class Tally {

  /** How often a provider was chosen, and how often by a weighted draw. */
  static final class Picks {
    private long weighted;
    private long all;

    long weighted() {
      return weighted;
    }

    long all() {
      return all;
    }
  }

  /** What a policy decided. */
  static final class PolicyTally {
    private final Map<String, Double> weights;
    private final Map<String, Picks> picks = new LinkedHashMap<>();
    private final Map<String, Long> passedOver = new TreeMap<>();
    private long weighted;
    private long all;

    PolicyTally(Map<String, Double> weights) {
      this.weights = weights;
      weights.keySet().forEach(provider -> picks.put(provider, new Picks()));
    }

    Map<String, Double> weights() {
      return weights;
    }

    Map<String, Picks> picks() {
      return picks;
    }

    /** How many decisions had to do without a provider since its breaker was open. */
    Map<String, Long> passedOver() {
      return passedOver;
    }

    long weighted() {
      return weighted;
    }

    long all() {
      return all;
    }

    private void add(Answer answer) {
      boolean drawn = answer.reason().equals(DecisionReason.WEIGHTED.wireName());
      Picks pick = picks.computeIfAbsent(answer.providerId(), provider -> new Picks());
      pick.all++;
      all++;
      if (drawn) {
        pick.weighted++;
        weighted++;
      }
      for (String provider : Explained.openBreakers(answer)) {
        passedOver.merge(provider, 1L, Long::sum);
      }
    }
  }

  private final Weights weights;
  private final Map<String, Map<String, PolicyTally>> tenants = new TreeMap<>();
  private final Map<String, Long> decisions = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private long decided;
  private long refused;

  Tally(Weights weights) {
    this.weights = weights;
  }

  void add(String tenantId, Answer answer) {
    if (!answer.decided()) {
      refused++;
      String intake = answer.intakeCode().isEmpty() ? "" : " " + answer.intakeCode();
      refusals.merge(answer.code() + intake, 1L, Long::sum);
      return;
    }
    decided++;
    decisions.merge(answer.reason(), 1L, Long::sum);
    tenants
        .computeIfAbsent(tenantId, tenant -> new TreeMap<>())
        .computeIfAbsent(answer.policyId(), policy -> new PolicyTally(weights.of(tenantId, policy)))
        .add(answer);
  }

  /** The shares that the weights of this policy grant; empty for one that decided nothing. */
  Map<String, Double> weights(String tenantId, String policyId) {
    PolicyTally policy = tenants.getOrDefault(tenantId, Map.of()).get(policyId);
    return policy == null ? Map.of() : policy.weights();
  }

  /** By tenant and policy. */
  Map<String, Map<String, PolicyTally>> tenants() {
    return tenants;
  }

  /** Decisions by reason. */
  Map<String, Long> decisions() {
    return decisions;
  }

  /** Refusals by code. */
  Map<String, Long> refusals() {
    return refusals;
  }

  long decided() {
    return decided;
  }

  long refused() {
    return refused;
  }

  long answered() {
    return decided + refused;
  }
}
