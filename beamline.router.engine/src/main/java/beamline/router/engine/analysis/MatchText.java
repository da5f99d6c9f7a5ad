package beamline.router.engine.analysis;

import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.json.Printable;
import beamline.router.engine.policy.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as the administration protocol writes them: {@code
 * status:timeout|5xx|message_type:chat} (routing contract 3.9). A value with a colon that is not
 * the first of its key reads as a key, and a text that looks like a number reads as one.
 */
final class MatchText {
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");
  private static final int LONGEST_SHOWN = 64;

  private MatchText() {}

  /** The text of a {@code when}; empty for one that always holds. */
  static String of(@Nullable Object when) {
    if (when == null) {
      return "";
    }
    if (!(when instanceof Map<?, ?> keys)) {
      return JsonWriter.text(when);
    }
    List<String> parts = new ArrayList<>();
    keys.forEach(
        (key, value) -> {
          List<?> values = value instanceof List<?> list ? list : List.of(value);
          parts.add(key + ":" + String.join("|", values.stream().map(MatchText::word).toList()));
        });
    return String.join("|", parts);
  }

  private static String word(Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? JsonWriter.text(value)
        : value.toString();
  }

  /**
   * The {@code when} of a text.
   *
   * @param path of the text in its view
   * @throws InvalidPolicyException when it is no list of keys and values
   */
  static Map<String, Object> read(String text, PolicyKey key, String path) {
    Map<String, List<Object>> when = new LinkedHashMap<>();
    List<Object> values = null;
    for (String part : text.split("\\|", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        values = when.computeIfAbsent(part.substring(0, colon), name -> new ArrayList<>());
      }
      if (values == null || Operator.of(part.substring(0, Math.max(0, colon))) != null) {
        throw new InvalidPolicyException(key, List.of(problem(path, text)));
      }
      values.add(literal(colon > 0 ? part.substring(colon + 1) : part));
    }
    return new LinkedHashMap<>(when);
  }

  private static Object literal(String word) {
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    return NUMBER.matcher(word).matches() ? new BigDecimal(word) : word;
  }

  private static PolicyProblem problem(String path, String text) {
    return new PolicyProblem(
        path,
        "is \""
            + Printable.of(text, LONGEST_SHOWN)
            + "\", must be keys and their values, such as status:timeout|5xx|message_type:chat");
  }
}
