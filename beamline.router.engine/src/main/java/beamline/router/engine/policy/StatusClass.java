package beamline.router.engine.policy;

import org.jspecify.annotations.Nullable;

/**
 * A status token of a policy like {@code 5xx}, which stands for itself and for the statuses of that
 * hundred.
 *
 * @param token as written
 * @param hundred 1 to 5
 */
record StatusClass(String token, int hundred) {

  /** The class that a literal of a policy stands for, or null when it is an ordinary text. */
  static @Nullable StatusClass of(String literal) {
    boolean isClass =
        literal.length() == 3
            && literal.charAt(0) >= '1'
            && literal.charAt(0) <= '5'
            && literal.charAt(1) == 'x'
            && literal.charAt(2) == 'x';
    return isClass ? new StatusClass(literal, literal.charAt(0) - '0') : null;
  }

  boolean matches(Object value) {
    if (value instanceof String text) {
      return text.equals(token) || (isStatus(text) && text.charAt(0) - '0' == hundred);
    }
    if (value instanceof Number number) {
      double status = number.doubleValue();
      return status >= hundred * 100 && status < hundred * 100 + 100;
    }
    return value instanceof StatusClass other && other.hundred == hundred;
  }

  private static boolean isStatus(String text) {
    return text.length() == 3
        && isDigit(text.charAt(0))
        && isDigit(text.charAt(1))
        && isDigit(text.charAt(2));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
