package beamline.router.examples.extensions.personal;

/** An e-mail address: a name, {@code @}, and a domain of two labels or more. */
final class EmailScan implements Scan {

  @Override
  public int end(String text, int from, int start) {
    if (start > from && isOfName(text.charAt(start - 1))) {
      return NONE;
    }
    int at = start;
    while (at < text.length() && isOfName(text.charAt(at))) {
      at++;
    }
    return at == start || at >= text.length() || text.charAt(at) != '@'
        ? NONE
        : domainEnd(text, at + 1);
  }

  /** The end of the last label that can be a top-level domain. */
  private static int domainEnd(String text, int start) {
    int end = NONE;
    int label = start;
    for (int i = start; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c) || c == '-') {
        continue;
      }
      if (i == label) {
        break;
      }
      if (label > start && i - label >= 2 && Character.isLetter(text.charAt(label))) {
        end = i;
      }
      label = i + 1;
      if (c != '.') {
        break;
      }
    }
    return end;
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || "._%+-'".indexOf(c) >= 0;
  }
}
