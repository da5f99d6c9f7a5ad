package beamline.router.engine.decide;

/**
 * Texts of callers, made fit for messages: bounded, and without control characters that could forge
 * a log line.
 */
final class Texts {
  private static final int LONGEST = 128;

  private Texts() {}

  static String shortened(String text) {
    String part = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    for (int i = 0; i < part.length(); i++) {
      if (Character.isISOControl(part.charAt(i))) {
        return printable(part);
      }
    }
    return part;
  }

  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
    return clean.toString();
  }
}
