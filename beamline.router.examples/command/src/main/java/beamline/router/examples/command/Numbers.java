package beamline.router.examples.command;

import java.util.Locale;

/** Numbers for people. */
public final class Numbers {

  private Numbers() {}

  /** A share, such as {@code 70.0 %}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A difference of shares in percentage points, such as {@code +10.0}. */
  public static String points(double difference) {
    return String.format(Locale.ROOT, "%+.1f", 100 * difference).replaceFirst("^[+-]0\\.0$", "0.0");
  }

  /** A count, such as {@code 1,000}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A count of things, such as {@code 1 line} or {@code 2 lines}. */
  public static String count(long count, String thing) {
    return count(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** A cost or a latency, without digits that say nothing. */
  public static String number(double number) {
    return String.format(Locale.ROOT, "%,.6f", number).replaceFirst("\\.?0+$", "");
  }
}
