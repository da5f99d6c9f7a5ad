package beamline.router.memory.policy;

import java.util.Optional;

/**
 * Whether a text looks like one whole JSON object: enough to tell a file that is still being
 * written from a finished one. What the object says is for the engine to judge.
 */
public final class JsonShape {
  private JsonShape() {}

  /** What is wrong with the text, in words that follow its name. */
  public static Optional<String> problem(String text) {
    String json = text.strip();
    if (json.isEmpty()) {
      return Optional.of("is empty, must be a JSON object");
    }
    if (json.charAt(0) != '{') {
      return Optional.of("begins with '" + json.charAt(0) + "', must be a JSON object");
    }
    int end = end(json);
    if (end < 0) {
      return Optional.of("ends before its JSON object is complete");
    }
    return end < json.length() ? Optional.of("goes on after its JSON object") : Optional.empty();
  }

  /** Where the object ends, or -1. */
  private static int end(String json) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
