package beamline.router.audit;

import java.nio.charset.StandardCharsets;

/**
 * Texts one after another, each as its length in bytes, a colon, the text and a comma: no two lists
 * of texts have the same bytes.
 */
final class Netstrings {
  private static final int HEAD = 192;

  private Netstrings() {}

  /** The bytes of these texts. */
  static byte[] of(String... texts) {
    StringBuilder head = new StringBuilder(HEAD);
    for (int i = 0; i < texts.length - 1; i++) {
      byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_8);
      head.append(bytes.length).append(':').append(texts[i]).append(',');
    }
    // the last one is long, so it is copied once
    byte[] last = texts[texts.length - 1].getBytes(StandardCharsets.UTF_8);
    byte[] first = head.append(last.length).append(':').toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[first.length + last.length + 1];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    all[all.length - 1] = ',';
    return all;
  }
}
