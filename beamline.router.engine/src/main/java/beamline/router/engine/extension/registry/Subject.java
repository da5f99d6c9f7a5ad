package beamline.router.engine.extension.registry;

/** The subjects at which extensions may be served. */
final class Subject {
  static final String EXPECTED =
      "tokens of visible ASCII characters with dots between them, without * and >, not below $ or"
          + " _INBOX";

  private Subject() {}

  static boolean isValid(String subject) {
    if (subject.startsWith("$") || subject.startsWith("_INBOX.")) {
      return false; // the server's own, and other people's answers
    }
    boolean tokenStarts = true;
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      if (c == '.') {
        if (tokenStarts) {
          return false;
        }
        tokenStarts = true;
      } else if (c <= ' ' || c > '~' || c == '*' || c == '>') {
        return false;
      } else {
        tokenStarts = false;
      }
    }
    return !tokenStarts;
  }
}
