package beamline.router.engine.analysis;

import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyView;
import beamline.router.engine.json.JsonPath;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.policy.FallbackRule;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.policy.StickyModel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Policies as the administration protocol shows them, and back (routing contract 2.12, 3.9). */
final class AdminView {
  private static final String SESSION_KEY = "session_id";
  private static final long TTL_SECONDS = 3600;

  private AdminView() {}

  /**
   * The view of a policy.
   *
   * @param written its document, since a model's conditions cannot be put into words again
   */
  static PolicyView of(PolicyModel model, Map<String, Object> written) {
    StickyModel sticky = model.sticky();
    return new PolicyView(
        model.policyId(),
        model.providers().stream()
            .map(provider -> new PolicyView.Provider(provider.id(), provider.weight()))
            .toList(),
        sticky != null && sticky.enabled(),
        rules(model.fallbacks(), written));
  }

  private static List<PolicyView.Rule> rules(
      List<FallbackRule> rules, Map<String, Object> written) {
    List<?> items = written.get("fallbacks") instanceof List<?> list ? list : List.of();
    List<PolicyView.Rule> views = new ArrayList<>(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      String to = rules.get(i).to();
      Object when = items.isEmpty() ? legacyWhen(written) : ((Map<?, ?>) items.get(i)).get("when");
      views.add(new PolicyView.Rule(MatchText.of(when), List.of(), to == null ? "" : to));
    }
    return views;
  }

  private static Map<String, Object> legacyWhen(Map<String, Object> written) {
    Object conditions =
        written.get("fallback") instanceof Map<?, ?> legacy ? legacy.get("conditions") : null;
    boolean none = !(conditions instanceof List<?> list) || list.isEmpty();
    return Map.of("status", none ? "all_providers_failed" : conditions);
  }

  /** The document of a view. */
  static String json(String tenantId, PolicyView view) {
    JsonWriter json = new JsonWriter(256).object().array("providers");
    Set<String> ids = new LinkedHashSet<>();
    for (PolicyView.Provider provider : view.providers()) {
      ids.add(provider.id());
      json.object().member("name", provider.id()).member("weight", provider.weight()).end();
    }
    for (PolicyView.Rule rule : view.rules()) {
      if (!rule.fallback().isEmpty() && ids.add(rule.fallback())) {
        json.object().member("name", rule.fallback()).member("weight", 0).end();
      }
    }
    json.endArray();
    if (view.sticky()) {
      json.object("sticky")
          .member("enabled", true)
          .member("session_key", SESSION_KEY)
          .member("ttl_seconds", TTL_SECONDS)
          .end();
    }
    if (!view.rules().isEmpty()) {
      writeRules(json, new PolicyKey(tenantId, view.policyId()), view.rules());
    }
    return new String(json.end().toBytes(), StandardCharsets.UTF_8);
  }

  private static void writeRules(JsonWriter json, PolicyKey key, List<PolicyView.Rule> rules) {
    json.array("fallbacks");
    for (int i = 0; i < rules.size(); i++) {
      PolicyView.Rule rule = rules.get(i);
      json.object();
      if (!rule.match().isEmpty()) {
        json.member(
            "when", MatchText.read(rule.match(), key, JsonPath.index("rules", i) + ".match"));
      }
      if (!rule.fallback().isEmpty()) {
        json.member("to", rule.fallback());
      }
      json.end();
    }
    json.endArray();
  }
}
