package beamline.router.engine.extension.registry;

import java.util.List;

/** The subjects at which extensions may be served. */
final class Subject {
  static final String EXPECTED =
      "tokens of visible ASCII characters with dots between them, without * and >, not below $,"
          + " _INBOX or beamline.router";

  /** Other people's answers, and the router's own subjects: it is not to ask itself. */
  private static final List<String> RESERVED = List.of("_INBOX.", "beamline.router.");

  private Subject() {}

  static boolean isValid(String subject) {
    if (subject.startsWith("$") || RESERVED.stream().anyMatch(subject::startsWith)) {
      return false;
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
