package beamline.router.engine.policy;

import beamline.router.engine.json.JsonPath;
import beamline.router.engine.policy.ExtensionItem.Kind;
import beamline.router.engine.policy.ExtensionItem.OnFail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The three extension lists, at the top of the policy or below {@code extensions}; the top takes
 * precedence, list by list.
 */
final class ExtensionParser {

  private static final int MAX_TIMEOUT_MILLIS = 300_000;
  private static final int MAX_RETRY = 10;

  private final Fields policy;
  private final @Nullable Fields nested;
  private final Findings findings;
  private final ConditionParser conditions;

  ExtensionParser(Fields policy, Findings findings) {
    this.policy = policy;
    this.nested = policy.object("extensions");
    this.findings = findings;
    this.conditions = new ConditionParser(findings);
  }

  List<ExtensionItem> pre() {
    return list("pre", Kind.PRE);
  }

  List<ExtensionItem> validators() {
    return list("validators", Kind.VALIDATOR);
  }

  List<ExtensionItem> post() {
    return list("post", Kind.POST);
  }

  /** To be called when the lists have been read. */
  void rejectUnknownKeys() {
    if (nested != null) {
      nested.rejectUnknownKeys();
    }
  }

  private List<ExtensionItem> list(String key, Kind kind) {
    if (nested == null || !nested.has(key)) {
      return list(policy, key, kind);
    }
    if (policy.has(key)) {
      findings.tolerated(
          nested.path(key), "means the same as " + policy.path(key) + ", must be left out");
      return list(policy, key, kind);
    }
    return list(nested, key, kind);
  }

  private List<ExtensionItem> list(Fields parent, String key, Kind kind) {
    List<?> items = parent.array(key, PolicyLimits.MAX_EXTENSIONS_PER_LIST);
    List<ExtensionItem> extensions = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      String path = JsonPath.index(parent.path(key), i);
      if (items.get(i) instanceof Map<?, ?> members) {
        ExtensionItem extension = item(new Fields(members, path, findings), kind);
        if (extension != null) {
          extensions.add(extension);
        }
      } else {
        findings.problem(path, "is " + Findings.show(items.get(i)) + ", must be an object");
      }
    }
    return extensions;
  }

  /** Null for an item without an id, which is skipped. */
  private @Nullable ExtensionItem item(Fields item, Kind kind) {
    String id = item.name("id");
    if (!item.has("id")) {
      findings.tolerated(item.path("id"), "is missing, must be the extension's id");
    }
    OnFail onFail = kind == Kind.VALIDATOR ? onFail(item) : mode(item);
    Map<String, Object> config = item.anything("config");
    Condition when = conditions.parse(item.value("when"), item.path("when"));
    int timeout = item.whole("timeout_ms", 1, MAX_TIMEOUT_MILLIS, 0);
    int retry = item.whole("retry", 0, MAX_RETRY, -1);
    item.rejectUnknownKeys();
    return id == null
        ? null
        : new ExtensionItem(id, kind, onFail == OnFail.BLOCK, onFail, config, when, timeout, retry);
  }

  private OnFail mode(Fields item) {
    Object mode = item.value("mode");
    if ("required".equals(mode)) {
      return OnFail.BLOCK;
    }
    if (mode != null && !"optional".equals(mode)) {
      String found = "is " + Findings.show(mode) + " and counts as optional";
      findings.tolerated(item.path("mode"), found + ", must be required or optional");
    }
    return OnFail.WARN;
  }

  /** What nobody understands blocks: a guard fails closed. */
  private OnFail onFail(Fields item) {
    Object value = item.value("on_fail");
    OnFail onFail = Choices.find(OnFail.class, value);
    if (value != null && onFail == null) {
      String found = "is " + Findings.show(value) + " and counts as block";
      findings.tolerated(
          item.path("on_fail"), found + ", must be " + Choices.describe(OnFail.class));
    }
    return onFail == null ? OnFail.BLOCK : onFail;
  }
}
