package beamline.router.audit;

import java.nio.charset.StandardCharsets;

/**
 * Texts one after another, each as its length in bytes, a colon, the text and a comma: no two lists
 * of texts have the same bytes.
 */
final class Netstrings {
  private Netstrings() {}

  static byte[] of(String... texts) {
    StringBuilder joined = new StringBuilder(512);
    for (String text : texts) {
      joined.append(length(text)).append(':').append(text).append(',');
    }
    return joined.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** In UTF-8; the texts have no halves of surrogate pairs. */
  private static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // each half of a pair counts one char here and two bytes of four
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
