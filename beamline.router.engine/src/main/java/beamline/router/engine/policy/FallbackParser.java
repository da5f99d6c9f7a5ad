package beamline.router.engine.policy;

import beamline.router.engine.json.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a policy: the array {@code fallbacks}, or one rule made of the legacy object {@code
 * fallback}.
 */
final class FallbackParser {

  private static final int MAX_RETRY = 10;
  private static final int MAX_BASE_MILLIS = 10_000;
  private static final int MAX_MAX_MILLIS = 60_000;
  private static final int MAX_CONDITIONS = 100;
  private static final String WHEN_NOTHING_IS_SAID = "all_providers_failed";

  private final Fields policy;
  private final Findings findings;
  private final Set<String> providerIds;
  private final ConditionParser conditions;
  private final @Nullable String legacyProvider;
  private final List<Object> legacyConditions = new ArrayList<>();

  FallbackParser(Fields policy, Findings findings, Set<String> providerIds) {
    this.policy = policy;
    this.findings = findings;
    this.providerIds = providerIds;
    this.conditions = new ConditionParser(findings);
    Fields legacy = policy.object("fallback");
    this.legacyProvider = legacy == null ? null : legacy(legacy);
  }

  List<FallbackRule> rules() {
    if (policy.has("fallbacks")) {
      return fromArray();
    }
    return legacyProvider == null ? List.of() : List.of(fromLegacy(legacyProvider));
  }

  /**
   * The provider of the legacy object, which is used last even when {@code fallbacks} is present.
   */
  @Nullable String legacyProvider() {
    return legacyProvider;
  }

  private List<FallbackRule> fromArray() {
    List<?> items = policy.array("fallbacks", PolicyLimits.MAX_RULES);
    String path = policy.path("fallbacks");
    if (items.isEmpty() && policy.value("fallbacks") instanceof List) {
      findings.tolerated(path, "is empty, must have at least one rule");
    }
    List<FallbackRule> rules = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Map<?, ?> members) {
        rules.add(rule(new Fields(members, JsonPath.index(path, i), findings)));
      } else {
        String found = Findings.show(items.get(i));
        findings.problem(JsonPath.index(path, i), "is " + found + ", must be an object");
      }
    }
    return rules;
  }

  private FallbackRule rule(Fields item) {
    Object when = item.value("when");
    Condition condition = conditions.parse(when, item.path("when"));
    int retry = item.whole("retry", 0, MAX_RETRY, 1);
    String to = target(item, "to");
    BackoffModel backoff = backoff(item.object("backoff"));
    item.rejectUnknownKeys();
    return rule(condition, when == null ? Map.of() : when, retry, to, backoff);
  }

  private BackoffModel backoff(@Nullable Fields block) {
    if (block == null) {
      return BackoffModel.DEFAULT;
    }
    BackoffModel backoff =
        new BackoffModel(
            block.choice("strategy", BackoffModel.Growth.class, BackoffModel.Growth.EXPONENTIAL),
            block.whole("base_ms", 1, MAX_BASE_MILLIS, 100),
            block.whole("max_ms", 1, MAX_MAX_MILLIS, 5000),
            block.flag("jitter", true));
    block.rejectUnknownKeys();
    return backoff;
  }

  private @Nullable String legacy(Fields legacy) {
    String provider = target(legacy, "provider");
    if (!legacy.has("provider")) {
      findings.problem(legacy.path("provider"), "is missing, must be the provider's name");
    }
    List<?> items = legacy.array("conditions", MAX_CONDITIONS);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof String text && Fields.isText(text)) {
        legacyConditions.add(text);
      } else {
        String found = "is " + Findings.show(items.get(i));
        String where = JsonPath.index(legacy.path("conditions"), i);
        findings.problem(where, found + ", must be a text of 1 to 255 characters");
      }
    }
    legacy.rejectUnknownKeys();
    return provider;
  }

  private FallbackRule fromLegacy(String provider) {
    List<Object> statuses =
        legacyConditions.isEmpty() ? List.of(WHEN_NOTHING_IS_SAID) : legacyConditions;
    Map<String, Object> when = Map.of("status", statuses);
    return rule(
        conditions.parse(when, policy.path("fallback")), when, 1, provider, BackoffModel.DEFAULT);
  }

  private @Nullable String target(Fields item, String key) {
    String id = item.name(key);
    if (id != null && !providerIds.contains(id)) {
      findings.tolerated(
          item.path(key), "is " + Findings.show(id) + ", must be one of the policy's providers");
    }
    return id;
  }

  private static FallbackRule rule(
      Condition condition, Object when, int retry, @Nullable String to, BackoffModel backoff) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("when", when);
    content.put("retry", (long) retry);
    if (to != null) {
      content.put("to", to);
    }
    content.put(
        "backoff",
        List.of(
            backoff.growth().name(), backoff.baseMillis(), backoff.maxMillis(), backoff.jitter()));
    return new FallbackRule(condition, retry, to, backoff, RuleId.of(content));
  }
}
