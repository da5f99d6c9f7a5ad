package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;

/**
 * A subject of a subscription: tokens, of which {@code *} stands for one and a final {@code >} for
 * one or more. Immutable.
 */
final class SubjectPattern {
  private static final String ONE = "*";
  private static final String REST = ">";

  private final String text;
  private final String[] tokens;
  private final boolean literal;

  private SubjectPattern(String text, String[] tokens, boolean literal) {
    this.text = text;
    this.tokens = tokens;
    this.literal = literal;
  }

  /** Reads a subject that may contain wildcards. */
  static SubjectPattern of(String text) {
    String[] tokens = tokens(text);
    boolean literal = true;
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].equals(REST) && i < tokens.length - 1) {
        throw invalid(text, "'>' must be its last token");
      }
      literal &= !isWildcard(tokens[i]);
    }
    return new SubjectPattern(text, tokens, literal);
  }

  /** Refuses a subject that nothing can be published to. */
  static void requireLiteral(String subject) {
    for (String token : tokens(subject)) {
      if (isWildcard(token)) {
        throw invalid(subject, "it must be without wildcards to be published to");
      }
    }
  }

  String text() {
    return text;
  }

  /** Whether a valid subject without wildcards is one of these. */
  boolean matches(String subject) {
    if (literal) {
      return text.equals(subject);
    }
    int at = 0;
    for (String token : tokens) {
      if (at > subject.length()) {
        return false;
      }
      if (token.equals(REST)) {
        return true;
      }
      int dot = subject.indexOf('.', at);
      int end = dot < 0 ? subject.length() : dot;
      boolean same = token.length() == end - at && subject.startsWith(token, at);
      if (!same && !token.equals(ONE)) {
        return false;
      }
      at = end + 1;
    }
    return at > subject.length();
  }

  /** Whether every subject of the other is one of these. */
  boolean covers(SubjectPattern other) {
    for (int i = 0; i < tokens.length; i++) {
      if (i == other.tokens.length) {
        return false;
      }
      if (tokens[i].equals(REST)) {
        return true;
      }
      String theirs = other.tokens[i];
      boolean covered = tokens[i].equals(ONE) ? !theirs.equals(REST) : tokens[i].equals(theirs);
      if (!covered) {
        return false;
      }
    }
    return tokens.length == other.tokens.length;
  }

  /** Whether some subject is one of both. */
  boolean overlaps(SubjectPattern other) {
    int common = Math.min(tokens.length, other.tokens.length);
    for (int i = 0; i < common; i++) {
      String mine = tokens[i];
      String theirs = other.tokens[i];
      if (mine.equals(REST) || theirs.equals(REST)) {
        return true;
      }
      if (!mine.equals(theirs) && !mine.equals(ONE) && !theirs.equals(ONE)) {
        return false;
      }
    }
    return tokens.length == other.tokens.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SubjectPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static String[] tokens(String text) {
    String[] tokens = text.split("\\.", -1);
    for (String token : tokens) {
      if (token.isEmpty()) {
        throw invalid(text, "its tokens must not be empty");
      }
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
        throw invalid(text, "it must not contain white space or control characters");
      }
    }
    return tokens;
  }

  private static boolean isWildcard(String token) {
    return token.equals(ONE) || token.equals(REST);
  }

  private static RouterException invalid(String subject, String why) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST, "subject '" + subject + "' is invalid: " + why);
  }
}
