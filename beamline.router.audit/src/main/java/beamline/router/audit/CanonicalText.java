package beamline.router.audit;

import java.util.Arrays;

/** A text as a JSON string, in the one way that the chain writes it. */
final class CanonicalText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final boolean[] SPECIAL = new boolean[128];

  static {
    Arrays.fill(SPECIAL, 0, ' ', true);
    SPECIAL['"'] = true;
    SPECIAL['\\'] = true;
  }

  private static final String HEX = "0123456789abcdef";

  private CanonicalText() {}

  static void append(StringBuilder json, String text) {
    json.append('"');
    if (isPlain(text)) {
      json.append(text); // a copy of memory, where parts of a text are copied letter by letter
    } else {
      escape(json, text);
    }
    json.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isSpecial(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpecial(char c) {
    return c < SPECIAL.length ? SPECIAL[c] : Character.isSurrogate(c);
  }

  private static void escape(StringBuilder json, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isSpecial(c)) {
        json.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        json.append(c).append(text.charAt(++i));
      } else {
        special(json, c);
      }
    }
  }

  private static void special(StringBuilder json, char c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      // NUL: not every store can keep it
      case 0 -> json.append(REPLACEMENT);
      default -> {
        if (c < ' ') {
          json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
          json.append(REPLACEMENT);
        }
      }
    }
  }
}
