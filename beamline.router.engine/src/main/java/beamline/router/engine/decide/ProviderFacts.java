package beamline.router.engine.decide;

import beamline.router.api.DecisionInputs.ProviderState;
import beamline.router.engine.catalogue.CompiledPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a policy's providers, held still: captured from the live state so that a
 * decision can be repeated, or taken from a record to repeat it. Belongs to one decision.
 */
final class ProviderFacts {
  final boolean[] open;
  final double[] latencies;
  final double[] costs;

  private ProviderFacts(int size) {
    open = new boolean[size];
    latencies = new double[size];
    costs = new double[size];
  }

  static ProviderFacts capture(CompiledPolicy policy, long now) {
    ProviderFacts facts = new ProviderFacts(policy.ids.length);
    for (int i = 0; i < policy.ids.length; i++) {
      facts.open[i] = policy.guarded && !Candidacy.breakerAllows(policy, i, now);
      facts.latencies[i] = policy.latencyMillis(i);
      facts.costs[i] = policy.cost(i);
    }
    return facts;
  }

  /** A provider that the record does not know is as the policy says. */
  static ProviderFacts recorded(CompiledPolicy policy, List<ProviderState> states) {
    ProviderFacts facts = new ProviderFacts(policy.ids.length);
    Arrays.setAll(facts.latencies, policy::latencyMillis);
    Arrays.setAll(facts.costs, policy::cost);
    for (ProviderState state : states) {
      int index = policy.indexOf(state.providerId());
      if (index >= 0) {
        facts.open[index] = !state.available();
        facts.latencies[index] = state.expectedLatencyMillis();
        facts.costs[index] = state.expectedCost();
      }
    }
    return facts;
  }

  List<ProviderState> states(CompiledPolicy policy) {
    List<ProviderState> states = new ArrayList<>(open.length);
    for (int i = 0; i < open.length; i++) {
      states.add(new ProviderState(policy.ids[i], !open[i], latencies[i], costs[i]));
    }
    return states;
  }
}
