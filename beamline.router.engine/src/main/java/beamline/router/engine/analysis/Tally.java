package beamline.router.engine.analysis;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.ReplayReport.ProviderShare;
import beamline.router.api.policy.ReplayReport.Side;
import beamline.router.engine.catalogue.CompiledPolicy;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the outcomes under one policy. Belongs to one thread. */
final class Tally {
  private final Map<String, Count> providers = new LinkedHashMap<>();
  private final Map<ErrorCode, Long> refusals = new EnumMap<>(ErrorCode.class);
  private final DoubleSummaryStatistics latencyMillis = new DoubleSummaryStatistics();
  private final DoubleSummaryStatistics cost = new DoubleSummaryStatistics();

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
      latencyMillis.accept(decision.expectedLatencyMillis());
      cost.accept(decision.expectedCost());
      providers.computeIfAbsent(decision.providerId(), id -> new Count()).decisions++;
    } else if (outcome instanceof RouteRejection rejection) {
      refusals.merge(rejection.code(), 1L, Long::sum);
    }
  }

  Side side() {
    long decided = cost.getCount();
    List<ProviderShare> shares = new ArrayList<>(providers.size());
    providers.forEach(
        (id, count) -> {
          double share = decided == 0 ? 0 : (double) count.decisions / decided;
          shares.add(new ProviderShare(id, count.decisions, share));
        });
    return new Side(
        decided,
        shares,
        refusals,
        latencyMillis.getAverage(),
        cost.getAverage(),
        cost.getSum()); // compensated: a million cents are 10,000
  }
}
