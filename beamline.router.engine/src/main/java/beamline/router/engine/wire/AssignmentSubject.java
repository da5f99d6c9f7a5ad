package beamline.router.engine.wire;

import java.util.List;

/** Where a request may send its assignment. */
final class AssignmentSubject {
  private static final int LONGEST = 255;

  private AssignmentSubject() {}

  static void check(String subject, List<String> prefixes) throws Refusal {
    if (!isLiteral(subject)) {
      throw Refusal.schema(
          "assignment_subject must be 1 to "
              + LONGEST
              + " printable characters without spaces, wildcards and empty tokens");
    }
    if (subject.endsWith(".ack") || subject.endsWith(".dlq")) {
      // what looks like an acknowledgement or a dead letter must be one
      throw Refusal.schema("assignment_subject must not end with .ack or .dlq");
    }
    for (String prefix : prefixes) {
      if (subject.startsWith(prefix)) {
        return;
      }
    }
    throw Refusal.schema("assignment_subject must begin with one of " + prefixes);
  }

  /** Whether exactly one subject is meant. */
  private static boolean isLiteral(String subject) {
    if (subject.isEmpty() || subject.length() > LONGEST) {
      return false;
    }
    char before = '.';
    for (int i = 0; i < subject.length(); i++) {
      char c = subject.charAt(i);
      boolean empty = c == '.' && before == '.';
      if (empty || c <= ' ' || c >= 0x7F || c == '*' || c == '>') {
        return false;
      }
      before = c;
    }
    return before != '.';
  }
}
