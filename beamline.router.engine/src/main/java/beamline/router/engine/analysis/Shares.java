package beamline.router.engine.analysis;

import beamline.router.api.policy.PolicyDiff.Share;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.policy.ProviderModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What part of the weights each provider has, before and after. */
final class Shares {

  private Shares() {}

  /** A document that cannot be used has no model, and gives nobody a share. */
  static List<Share> of(@Nullable PolicyModel before, @Nullable PolicyModel after) {
    Map<String, Double> was = weights(before);
    Map<String, Double> is = weights(after);
    Set<String> ids = new LinkedHashSet<>(was.keySet());
    ids.addAll(is.keySet());
    List<Share> shares = new ArrayList<>(ids.size());
    for (String id : ids) {
      shares.add(new Share(id, was.getOrDefault(id, 0.0), is.getOrDefault(id, 0.0)));
    }
    return shares;
  }

  private static Map<String, Double> weights(@Nullable PolicyModel model) {
    Map<String, Double> weights = new LinkedHashMap<>();
    if (model != null) {
      for (ProviderModel provider : model.providers()) {
        weights.put(provider.id(), provider.weight());
      }
    }
    return weights;
  }
}
