package beamline.router.examples.extensions.personal;

/**
 * The number of a payment card (ISO/IEC 7812): 13 to 19 digits, in groups or not, that begin as
 * those of a network do and whose check digit is right.
 */
final class CardScan implements Scan {
  private static final int FEWEST = 13;
  private static final int MOST = 19;
  private static final int PREFIX = 4;

  @Override
  public int end(String text, int from, int start) {
    if (digit(text, start) < 0 || isFraction(text, from, start)) {
      return NONE;
    }
    int[] digits = new int[MOST];
    int count = 0;
    int end = NONE;
    int at = start;
    while (count < MOST && digit(text, at) >= 0) {
      digits[count++] = digit(text, at++);
      if (count >= FEWEST && !Scan.goesOn(text, at) && isCard(digits, count)) {
        end = at;
      }
      if (Scan.isGap(text, at) && digit(text, at + 1) >= 0) {
        at++;
      }
    }
    return end;
  }

  private static int digit(String text, int at) {
    return Scan.digit(text, at);
  }

  private static boolean isFraction(String text, int from, int start) {
    return start > from + 1 && text.charAt(start - 1) == '.' && digit(text, start - 2) >= 0;
  }

  private static boolean isCard(int[] digits, int count) {
    return isOfNetwork(digits) && isChecked(digits, count);
  }

  private static boolean isOfNetwork(int[] digits) {
    int prefix = 0;
    for (int i = 0; i < PREFIX; i++) {
      prefix = prefix * 10 + digits[i];
    }
    int two = prefix / 100;
    return two / 10 == 4
        || (two >= 50 && two <= 69)
        || (prefix >= 2200 && prefix <= 2720)
        || (two >= 34 && two <= 39)
        || two == 30
        || two == 81;
  }

  /** The sum of Luhn: every second digit from the right counts twice, digit by digit. */
  private static boolean isChecked(int[] digits, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits[count - 1 - i] * (1 + i % 2);
      sum += digit / 10 + digit % 10;
    }
    return sum % 10 == 0;
  }
}
