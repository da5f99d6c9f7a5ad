package beamline.router.engine.policy;

/** Lifetimes like {@code 10m}: digits followed by {@code s}, {@code m} or {@code h}. */
final class TtlText {

  /** What {@link #millis} answers when the text is no lifetime. */
  static final long INVALID = -1;

  /** So many digits of hours are a century, and still fit a long counted in nanoseconds. */
  private static final int MOST_DIGITS = 6;

  private TtlText() {}

  /** The lifetime in milliseconds, 1 second or more, or {@link #INVALID}. */
  static long millis(String text) {
    int last = text.length() - 1;
    long unit = last < 0 ? INVALID : unit(text.charAt(last));
    if (unit == INVALID) {
      return INVALID;
    }
    int start = 0;
    while (start < last && text.charAt(start) == '0') {
      start++;
    }
    if (start == last || last - start > MOST_DIGITS) {
      return INVALID;
    }
    long count = 0;
    for (int i = start; i < last; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      count = count * 10 + digit;
    }
    return count * unit;
  }

  private static long unit(char c) {
    return switch (c) {
      case 's' -> 1_000;
      case 'm' -> 60_000;
      case 'h' -> 3_600_000;
      default -> INVALID;
    };
  }
}
