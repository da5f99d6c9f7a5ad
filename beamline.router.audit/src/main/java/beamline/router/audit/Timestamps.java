package beamline.router.audit;

import java.time.Instant;

/**
 * Times in UTC with milliseconds, such as {@code 2026-11-28T04:13:57.042Z}. Remembers the last
 * second, since writing one takes as long as a seal. Not safe for concurrent use.
 */
final class Timestamps {
  private static final long MILLIS = 1000;

  private long second = Long.MIN_VALUE;
  private byte[] text = {};

  static String write(long epochMillis) {
    Utf8 text = new Utf8();
    new Timestamps().append(text, epochMillis);
    return text.toString();
  }

  void append(Utf8 json, long epochMillis) {
    long now = Math.floorDiv(epochMillis, MILLIS);
    if (now != second) {
      second = now;
      String whole = Instant.ofEpochSecond(now).toString();
      text = Utf8.ascii(whole.substring(0, whole.length() - 1));
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
