package beamline.router.examples.extensions.personal;

/**
 * Recognises one kind of data at a place of a text. What it reads from one place is bounded, or
 * begins where nothing before it belongs to it, so that a text is read in linear time.
 */
interface Scan {
  /** It is not here. */
  int NONE = -1;

  /**
   * Where it ends that begins here; {@link #NONE} when it does not. Asked only where no word and no
   * number goes on.
   *
   * @param from where the text begins: what is before that does not count
   */
  int end(String text, int from, int start);

  /** Whether a letter or a digit is at this place. */
  static boolean goesOn(String text, int at) {
    return at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** The digit at a place, of whatever script; negative when there is none. */
  static int digit(String text, int at) {
    return at < text.length() ? Character.digit(text.charAt(at), 10) : -1;
  }

  /** Whether this stands between groups of digits: a space or a dash of any kind. */
  static boolean isGap(String text, int at) {
    if (at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return Character.isSpaceChar(c) || Character.getType(c) == Character.DASH_PUNCTUATION;
  }
}
