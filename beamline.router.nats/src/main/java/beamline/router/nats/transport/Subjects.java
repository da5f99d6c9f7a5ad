package beamline.router.nats.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;

/** Checks subjects before the client sees them: what it accepts differs from version to version. */
final class Subjects {
  private Subjects() {}

  /** Refuses what nothing can be published to. */
  static void requireLiteral(String subject) {
    check(subject, false);
  }

  /** Refuses what nobody can subscribe to. */
  static void requirePattern(String subject) {
    check(subject, true);
  }

  /** Refuses what is no name of a durable consumer. */
  static void requireName(String what, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c == '-' || c == '_' || (c < 0x7F && Character.isLetterOrDigit(c)))) {
        throw invalid(what + " '" + name + "' must be letters, digits, dashes and underscores");
      }
    }
    if (name.isEmpty()) {
      throw invalid(what + " is empty");
    }
  }

  /** Whether every subject that the narrower stands for is one of the wider's. */
  static boolean covers(String wider, String narrower) {
    String[] wide = wider.split("\\.", -1);
    String[] narrow = narrower.split("\\.", -1);
    for (int i = 0; i < wide.length; i++) {
      if (wide[i].equals(">")) {
        return narrow.length > i;
      }
      if (i >= narrow.length || narrow[i].equals(">")) {
        return false;
      }
      if (!wide[i].equals("*") && !wide[i].equals(narrow[i])) {
        return false;
      }
    }
    return wide.length == narrow.length;
  }

  private static void check(String subject, boolean wildcards) {
    int start = 0;
    while (start <= subject.length()) {
      int dot = subject.indexOf('.', start);
      int end = dot < 0 ? subject.length() : dot;
      token(subject, start, end, wildcards);
      start = end + 1;
    }
  }

  private static void token(String subject, int start, int end, boolean wildcards) {
    if (start == end) {
      throw invalid("subject '" + subject + "' has an empty token");
    }
    for (int i = start; i < end; i++) {
      char c = subject.charAt(i);
      if (c <= ' ' || c == 0x7F || Character.isWhitespace(c)) {
        throw invalid("subject '" + subject + "' contains white space or control characters");
      }
    }
    if (end - start == 1) {
      char c = subject.charAt(start);
      if (!wildcards && (c == '*' || c == '>')) {
        throw invalid("subject '" + subject + "' must be without wildcards to be published to");
      }
      if (c == '>' && end < subject.length()) {
        throw invalid("subject '" + subject + "': '>' must be its last token");
      }
    }
  }

  private static RouterException invalid(String message) {
    return new RouterException(ErrorCode.INVALID_REQUEST, message);
  }
}
