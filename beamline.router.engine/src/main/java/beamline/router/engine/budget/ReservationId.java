package beamline.router.engine.budget;

import org.jspecify.annotations.Nullable;

/**
 * What identifies a reservation everywhere: who made it, its number there, and how much it is, so
 * that another node can charge it. Written as {@code <holder>.<number>.<micros>}.
 */
record ReservationId(String holder, long number, long micros) {
  private static final int LONGEST = 80;

  /** Reads one; null when this is none. */
  static @Nullable ReservationId read(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 1 || second < 0 || text.length() > LONGEST) {
      return null;
    }
    try {
      long number = Long.parseLong(text, first + 1, second, 10);
      long micros = Long.parseLong(text, second + 1, text.length(), 10);
      return number < 0 || micros < 0 || micros > Micros.of(Micros.MOST_UNITS)
          ? null
          : new ReservationId(text.substring(0, first), number, micros);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return holder + '.' + number + '.' + micros;
  }
}
