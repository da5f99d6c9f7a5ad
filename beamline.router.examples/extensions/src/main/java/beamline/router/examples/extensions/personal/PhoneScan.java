package beamline.router.examples.extensions.personal;

/**
 * A telephone number: {@code +} and 8 to 15 digits (E.164), or a North American one whose three
 * groups are kept apart. Other national forms look like any other number, and are not found.
 */
final class PhoneScan implements Scan {
  private static final int FEWEST = 8;
  private static final int MOST = 15;
  private static final int LONGEST_BREAK = 2;

  @Override
  public int end(String text, int from, int start) {
    return text.charAt(start) == '+' ? international(text, start) : northAmerican(text, start);
  }

  /** It ends with a group of digits; what follows may be another number. */
  private static int international(String text, int start) {
    int end = NONE;
    int digits = 0;
    int lastDigit = start;
    for (int at = start + 1; at < text.length() && at - lastDigit <= LONGEST_BREAK + 1; at++) {
      if (Scan.digit(text, at) >= 0) {
        digits++;
        lastDigit = at;
        if (digits > MOST) {
          break;
        }
        if (digits >= FEWEST && !Scan.goesOn(text, at + 1)) {
          end = at + 1;
        }
      } else if (!isSeparator(text, at)) {
        break;
      }
    }
    return end;
  }

  private static int northAmerican(String text, int start) {
    boolean bracket = text.charAt(start) == '(';
    int at = group(text, bracket ? start + 1 : start, 3, true);
    if (at != NONE && bracket) {
      at = at < text.length() && text.charAt(at) == ')' ? at + 1 : NONE;
    }
    at = group(text, separated(text, at, bracket), 3, true);
    at = group(text, separated(text, at, false), 4, false);
    return at == NONE || Scan.goesOn(text, at) ? NONE : at;
  }

  /** The end of a group of so many digits; area and exchange begin with 2 or more. */
  private static int group(String text, int start, int size, boolean fromTwo) {
    if (start == NONE || (fromTwo && Scan.digit(text, start) < 2)) {
      return NONE;
    }
    for (int i = start; i < start + size; i++) {
      if (Scan.digit(text, i) < 0) {
        return NONE;
      }
    }
    return start + size;
  }

  private static int separated(String text, int at, boolean optional) {
    if (at == NONE) {
      return NONE;
    }
    return isSeparator(text, at) ? at + 1 : optional ? at : NONE;
  }

  private static boolean isSeparator(String text, int at) {
    return Scan.isGap(text, at) || (at < text.length() && "./()".indexOf(text.charAt(at)) >= 0);
  }
}
