package beamline.router.audit;

import java.time.Instant;

/**
 * Times in UTC with milliseconds, such as {@code 2026-11-28T04:13:57.042Z}. Remembers the last
 * second, since writing one takes as long as a seal. Not safe for concurrent use.
 */
final class Timestamps {
  private static final long MILLIS = 1000;

  private long second = Long.MIN_VALUE;
  private String text = "";

  static String write(long epochMillis) {
    StringBuilder text = new StringBuilder(24);
    new Timestamps().append(text, epochMillis);
    return text.toString();
  }

  void append(StringBuilder json, long epochMillis) {
    long now = Math.floorDiv(epochMillis, MILLIS);
    if (now != second) {
      second = now;
      String whole = Instant.ofEpochSecond(now).toString();
      text = whole.substring(0, whole.length() - 1);
    }
    int millis = (int) Math.floorMod(epochMillis, MILLIS);
    json.append(text)
        .append('.')
        .append((char) ('0' + millis / 100))
        .append((char) ('0' + millis / 10 % 10))
        .append((char) ('0' + millis % 10))
        .append('Z');
  }
}
