package beamline.router.audit;

/**
 * Texts one after another, each as its length in bytes, a colon, the text and a comma: no two lists
 * of texts have the same bytes.
 */
final class Netstrings {
  private Netstrings() {}

  /** The bytes of these texts. */
  static byte[] of(String... texts) {
    Utf8 all = new Utf8();
    for (String text : texts) {
      append(all, text);
    }
    return all.toBytes();
  }

  static void append(Utf8 to, String text) {
    append(to, new Utf8().append(text));
  }

  static void append(Utf8 to, long number) {
    to.append(Utf8.digits(number)).append(':').append(number).append(',');
  }

  static void append(Utf8 to, Utf8 text) {
    to.append(text.length()).append(':').append(text).append(',');
  }
}
