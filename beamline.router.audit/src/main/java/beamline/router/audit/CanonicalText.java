package beamline.router.audit;

import java.util.Arrays;

/** A text as a JSON string, in the one way that the chain writes it. */
final class CanonicalText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int PLAIN = 0;
  private static final int SPECIAL = 1;
  private static final int BEYOND_ASCII = 2;
  private static final byte[] KIND = new byte[256];

  static {
    Arrays.fill(KIND, 0, ' ', (byte) SPECIAL);
    Arrays.fill(KIND, 128, KIND.length, (byte) BEYOND_ASCII);
    KIND['"'] = SPECIAL;
    KIND['\\'] = SPECIAL;
  }

  private static final String HEX = "0123456789abcdef";

  private CanonicalText() {}

  static void append(Utf8 json, String text) {
    if (isPlain(text)) {
      json.appendQuoted(text);
    } else {
      json.append('"').append(escaped(text)).append('"');
    }
  }

  /** Looks at all letters without a branch, which takes less than to stop at the first. */
  private static boolean isPlain(String text) {
    int kinds = PLAIN;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      kinds |= KIND[c & 255] | c >>> 8;
    }
    return kinds == PLAIN;
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        json.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c) || (c < KIND.length && KIND[c] == SPECIAL)) {
        special(json, c);
      } else {
        json.append(c);
      }
    }
    return json.toString();
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
