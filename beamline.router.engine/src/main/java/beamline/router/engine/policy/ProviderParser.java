package beamline.router.engine.policy;

import beamline.router.engine.json.JsonPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The providers of a policy: the array {@code providers}, or the legacy object {@code weights},
 * which it takes precedence over.
 */
final class ProviderParser {

  private static final double MAX_WEIGHT = 100;

  /** Marks a provider that names no weight, until all are known. */
  private static final double NO_WEIGHT = -1;

  private final Fields policy;
  private final Findings findings;

  ProviderParser(Fields policy, Findings findings) {
    this.policy = policy;
    this.findings = findings;
  }

  List<ProviderModel> parse() {
    Object providers = policy.value("providers");
    boolean hasWeights = policy.has("weights");
    if (providers instanceof List) {
      if (hasWeights && findings.strict()) {
        fromWeights(); // has no effect, but must be right
      }
      return normalise(fromArray());
    }
    if (hasWeights) {
      if (providers != null) {
        String found = Findings.show(providers);
        findings.tolerated(
            policy.path("providers"), "is " + found + ", must be an array; weights is used");
      }
      return normalise(fromWeights());
    }
    String found = providers == null ? "is missing" : "is " + Findings.show(providers);
    findings.problem(policy.path("providers"), found + ", must be an array of providers");
    return List.of();
  }

  private List<ProviderModel> fromArray() {
    List<?> items = policy.array("providers", PolicyLimits.MAX_PROVIDERS);
    String path = policy.path("providers");
    if (items.isEmpty()) {
      findings.tolerated(path, "is empty, must have at least one provider");
    }
    List<ProviderModel> providers = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      ProviderModel provider = item(items.get(i), JsonPath.index(path, i));
      if (!provider.id().isEmpty() && !ids.add(provider.id())) {
        String id = Findings.show(provider.id());
        findings.problem(
            JsonPath.index(path, i), "is another provider " + id + ", names must be distinct");
      }
      providers.add(provider);
    }
    return withWeights(providers, path);
  }

  private ProviderModel item(Object item, String path) {
    if (item instanceof Map<?, ?> members) {
      return object(new Fields(members, path, findings));
    }
    if (item instanceof String) {
      String id = policy.name(item, path);
      return provider(id == null ? "" : id, NO_WEIGHT);
    }
    findings.problem(
        path, "is " + Findings.show(item) + ", must be a provider's name or an object");
    return provider("", NO_WEIGHT);
  }

  private ProviderModel object(Fields item) {
    String idKey = item.oneOf("name", "id");
    String id = item.name(idKey);
    if (!item.has(idKey)) {
      findings.problem(item.path(idKey), "is missing, must be the provider's name");
    }
    ProviderModel provider =
        new ProviderModel(
            id == null ? "" : id,
            item.has("weight") ? item.number("weight", 0, MAX_WEIGHT, 0) : NO_WEIGHT,
            item.whole("priority", 0, 100, 0),
            item.number(
                item.oneOf("expected_latency_ms", "latency_ms"),
                0,
                PolicyLimits.MAX_LATENCY_MILLIS,
                Double.NaN),
            item.number(item.oneOf("expected_cost", "cost"), 0, PolicyLimits.MAX_COST, Double.NaN),
            Labels.read(item, findings));
    item.rejectUnknownKeys();
    return provider;
  }

  /**
   * Either no provider names a weight, and all are equal; or all should, and who does not gets
   * nothing.
   */
  private List<ProviderModel> withWeights(List<ProviderModel> providers, String path) {
    boolean weighted = false;
    for (ProviderModel provider : providers) {
      weighted |= provider.weight() != NO_WEIGHT;
    }
    List<ProviderModel> complete = new ArrayList<>(providers.size());
    for (int i = 0; i < providers.size(); i++) {
      ProviderModel provider = providers.get(i);
      if (provider.weight() == NO_WEIGHT) {
        if (weighted && !provider.id().isEmpty()) {
          findings.tolerated(
              JsonPath.index(path, i),
              "has no weight and counts as 0, must have one like the others");
        }
        provider = provider.withWeight(weighted ? 0 : 1);
      }
      complete.add(provider);
    }
    return complete;
  }

  private List<ProviderModel> fromWeights() {
    Fields weights = policy.object("weights");
    if (weights == null) {
      return List.of();
    }
    Set<String> names = weights.keys();
    if (names.isEmpty()) {
      findings.tolerated(weights.path(), "is empty, must have at least one provider");
    }
    if (names.size() > PolicyLimits.MAX_PROVIDERS) {
      String most = "must have at most " + PolicyLimits.MAX_PROVIDERS;
      findings.problem(weights.path(), "has " + names.size() + " providers, " + most);
      return List.of();
    }
    List<ProviderModel> providers = new ArrayList<>();
    for (String name : names) {
      String id = policy.name(name, weights.path(name));
      providers.add(provider(id == null ? "" : id, weights.number(name, 0, MAX_WEIGHT, 0)));
    }
    return providers;
  }

  /** Weights are shares of their sum, so the scales 0 to 1 and 0 to 100 come to the same. */
  private static List<ProviderModel> normalise(List<ProviderModel> providers) {
    double sum = 0;
    for (ProviderModel provider : providers) {
      sum += provider.weight();
    }
    List<ProviderModel> shares = new ArrayList<>(providers.size());
    for (ProviderModel provider : providers) {
      shares.add(provider.withWeight(sum > 0 ? provider.weight() / sum : 0));
    }
    return shares;
  }

  private static ProviderModel provider(String id, double weight) {
    return new ProviderModel(id, weight, 0, Double.NaN, Double.NaN, Map.of());
  }
}
