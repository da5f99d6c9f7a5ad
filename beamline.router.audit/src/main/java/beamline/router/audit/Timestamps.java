package beamline.router.audit;

import java.time.LocalDate;

/** Times in UTC with milliseconds, such as {@code 2026-11-28T04:13:57.042Z}. */
final class Timestamps {
  private static final int MILLIS_PER_DAY = 86_400_000;

  private Timestamps() {}

  static String write(long epochMillis) {
    StringBuilder text = new StringBuilder(24);
    append(text, epochMillis);
    return text.toString();
  }

  /** By hand: a formatter takes longer than the seal. */
  static void append(StringBuilder text, long epochMillis) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, (long) MILLIS_PER_DAY));
    int millis = (int) Math.floorMod(epochMillis, (long) MILLIS_PER_DAY);
    text.append(day).append('T');
    digits(text, millis / 3_600_000, 10);
    text.append(':');
    digits(text, millis / 60_000 % 60, 10);
    text.append(':');
    digits(text, millis / 1000 % 60, 10);
    text.append('.');
    digits(text, millis % 1000, 100);
    text.append('Z');
  }

  private static void digits(StringBuilder text, int number, int highest) {
    for (int place = highest; place > 0; place /= 10) {
      text.append((char) ('0' + number / place % 10));
    }
  }
}
