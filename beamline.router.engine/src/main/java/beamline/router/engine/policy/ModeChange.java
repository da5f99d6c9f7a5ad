package beamline.router.engine.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.PlacedJson;
import beamline.router.engine.json.PlacedJson.Replacement;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes in the text of a policy what the failure of an extension means, wherever the policy calls
 * it, and nothing else.
 */
public final class ModeChange {
  private static final List<String> PROCESSORS = List.of("pre", "post");
  private static final List<String> VALIDATORS = List.of("validators");

  /** An item of a list, and the id in it. */
  private record Call(PlacedJson item, PlacedJson id) {}

  private final String extensionId;
  private final ExtensionMode mode;

  /** Changes of this extension to this mode. */
  public ModeChange(String extensionId, ExtensionMode mode) {
    this.extensionId = extensionId;
    this.mode = mode;
  }

  /**
   * The text of a policy with the mode.
   *
   * @throws RouterException with {@link ErrorCode#INVALID_REQUEST} when the policy does not call
   *     the extension, or calls it where there is no such mode
   */
  public String in(PolicyDocument policy) {
    byte[] text = policy.json().getBytes(StandardCharsets.UTF_8);
    PlacedJson document = read(policy, text);
    boolean ofValidators = mode.isOfValidators();
    List<Call> calls = calls(document, ofValidators ? VALIDATORS : PROCESSORS);
    if (calls.isEmpty()) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST,
          "policy "
              + policy.key()
              + (calls(document, ofValidators ? PROCESSORS : VALIDATORS).isEmpty()
                  ? " does not call extension '" + extensionId + "'"
                  : otherwise(ofValidators)));
    }
    List<Replacement> replacements =
        calls.stream()
            .map(call -> replacement(call, ofValidators ? "on_fail" : "mode"))
            .sorted(Comparator.comparingInt(Replacement::begin))
            .toList();
    return new String(PlacedJson.replace(text, replacements), StandardCharsets.UTF_8);
  }

  private String otherwise(boolean ofValidators) {
    return " calls extension '"
        + extensionId
        + (ofValidators ? "' as a pre- or post-processor" : "' as a validator")
        + ": mode is "
        + mode.wireName()
        + (ofValidators ? ", must be required or optional" : ", must be block, warn or ignore");
  }

  private static PlacedJson read(PolicyDocument policy, byte[] text) {
    try {
      return PlacedJson.read(text, PolicyLimits.DOCUMENT.maxDepth());
    } catch (JsonSyntaxException e) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST, "policy " + policy.key() + " is no JSON", e);
    }
  }

  private List<Call> calls(PlacedJson document, List<String> lists) {
    return lists.stream()
        .flatMap(list -> list(document, list))
        .flatMap(item -> Stream.ofNullable(item.members().get("id")).map(id -> new Call(item, id)))
        .filter(call -> extensionId.equals(call.id.text()))
        .toList();
  }

  /** The top takes precedence, as in {@link ExtensionParser}. */
  private static Stream<PlacedJson> list(PlacedJson document, String name) {
    PlacedJson top = document.members().get(name);
    if (top != null && !top.isNull()) {
      return top.elements().stream();
    }
    PlacedJson nested = document.members().get("extensions");
    PlacedJson list = nested == null ? null : nested.members().get(name);
    return list == null ? Stream.empty() : list.elements().stream();
  }

  /** What the item has under the key; an item without it gets it behind its id. */
  private Replacement replacement(Call call, String key) {
    String value = "\"" + mode.wireName() + "\"";
    PlacedJson now = call.item.members().get(key);
    return now == null
        ? new Replacement(call.id.end(), call.id.end(), ", \"" + key + "\": " + value)
        : new Replacement(now.begin(), now.end(), value);
  }
}
