package beamline.router.engine.analysis;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.ReplayReport.ProviderShare;
import beamline.router.api.policy.ReplayReport.Side;
import beamline.router.engine.catalogue.CompiledPolicy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the outcomes under one policy. Belongs to one thread. */
final class Tally {
  private final Map<String, Count> providers = new LinkedHashMap<>();
  private final Map<ErrorCode, Long> refusals = new EnumMap<>(ErrorCode.class);
  private long decided;
  private double latencyMillis;
  private double cost;

  Tally(CompiledPolicy policy) {
    for (String id : policy.ids) {
      providers.put(id, new Count());
    }
  }

  /** How many decisions named a provider. */
  private static final class Count {
    long decisions;
  }

  void add(RouteOutcome outcome) {
    if (outcome instanceof RouteDecision decision) {
      decided++;
      latencyMillis += decision.expectedLatencyMillis();
      cost += decision.expectedCost();
      providers.computeIfAbsent(decision.providerId(), id -> new Count()).decisions++;
    } else if (outcome instanceof RouteRejection rejection) {
      refusals.merge(rejection.code(), 1L, Long::sum);
    }
  }

  Side side() {
    List<ProviderShare> shares = new ArrayList<>(providers.size());
    providers.forEach(
        (id, count) ->
            shares.add(new ProviderShare(id, count.decisions, mean((double) count.decisions))));
    return new Side(decided, shares, refusals, mean(latencyMillis), mean(cost), cost);
  }

  private double mean(double sum) {
    return decided == 0 ? 0 : sum / decided;
  }
}
