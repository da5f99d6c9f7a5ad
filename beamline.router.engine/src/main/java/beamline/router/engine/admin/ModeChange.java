package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.policy.PolicyLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes in a policy what the failure of one extension means there, and nothing else. */
final class ModeChange {
  private static final List<String> PROCESSORS = List.of("pre", "post");
  private static final String VALIDATORS = "validators";
  private static final String NESTED = "extensions";

  private final String extensionId;
  private final ExtensionMode mode;
  private boolean called;
  private boolean changed;

  private ModeChange(String extensionId, ExtensionMode mode) {
    this.extensionId = extensionId;
    this.mode = mode;
  }

  /**
   * The changed document.
   *
   * @throws RouterException when the policy does not call the extension, or where that mode means
   *     nothing
   */
  static String in(PolicyDocument policy, String extensionId, ExtensionMode mode) {
    ModeChange change = new ModeChange(extensionId, mode);
    Map<String, Object> document = change.lists(read(policy));
    if (document.get(NESTED) instanceof Map<?, ?> nested) {
      document.put(NESTED, change.lists(nested));
    }
    if (!change.called) {
      throw refused("policy " + policy.key() + " does not call extension " + extensionId);
    }
    if (!change.changed) {
      throw refused(
          "policy "
              + policy.key()
              + " calls extension "
              + extensionId
              + (mode.isOfValidators()
                  ? " as a pre- or post-processor: the mode is "
                      + mode.wireName()
                      + ", must be"
                      + " required or optional"
                  : " as a validator: the mode is "
                      + mode.wireName()
                      + ", must be block, warn or"
                      + " ignore"));
    }
    return JsonWriter.text(document);
  }

  private Map<String, Object> lists(Map<?, ?> parent) {
    Map<String, Object> copy = copy(parent);
    PROCESSORS.forEach(list -> copy.computeIfPresent(list, (key, items) -> items(items, false)));
    copy.computeIfPresent(VALIDATORS, (key, items) -> items(items, true));
    return copy;
  }

  private Object items(Object items, boolean validators) {
    if (!(items instanceof List<?> list)) {
      return items;
    }
    List<Object> result = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> members && extensionId.equals(members.get("id"))) {
        called = true;
        if (mode.isOfValidators() == validators) {
          changed = true;
          Map<String, Object> copy = copy(members);
          copy.put(validators ? "on_fail" : "mode", mode.wireName());
          result.add(copy);
          continue;
        }
      }
      result.add(item);
    }
    return result;
  }

  private static Map<?, ?> read(PolicyDocument policy) {
    byte[] json = policy.json().getBytes(StandardCharsets.UTF_8);
    try {
      if (JsonReader.read(json, 0, json.length, PolicyLimits.DOCUMENT) instanceof Map<?, ?> map) {
        return map;
      }
      throw refused("policy " + policy.key() + " is no JSON object");
    } catch (JsonSyntaxException e) {
      throw refused("policy " + policy.key() + " cannot be read: " + e.getMessage());
    }
  }

  private static Map<String, Object> copy(Map<?, ?> object) {
    Map<String, Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put((String) key, value));
    return copy;
  }

  private static RouterException refused(String why) {
    return new RouterException(ErrorCode.INVALID_REQUEST, why);
  }
}
