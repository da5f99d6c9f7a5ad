package beamline.router.api;

import java.time.Duration;

/**
 * Durations as text: a whole number and a unit. A bare number is in milliseconds, unless the name
 * that it is written under says another unit, as the guide's names do.
 */
final class DurationText {
  private static final int MAX_DIGITS = 15;

  private DurationText() {}

  /** The unit of a bare number under this name. */
  static String unitOf(String name) {
    if (name.endsWith("_seconds")) {
      return "s";
    }
    return name.endsWith("_days") ? "d" : "ms";
  }

  /** Reads {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 90d}, or a bare number. */
  static Duration read(String text, String unitOfBareNumber) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MAX_DIGITS) {
      throw new IllegalArgumentException(text);
    }
    long number = Long.parseLong(text.substring(0, digits));
    String unit = digits == text.length() ? unitOfBareNumber : text.substring(digits).strip();
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Writes a duration in the largest unit that holds it exactly; never in days. */
  static String write(Duration duration) {
    long millis = duration.toMillis();
    if (!Duration.ofMillis(millis).equals(duration)) {
      throw new IllegalArgumentException(duration + " has a fraction of a millisecond");
    }
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
