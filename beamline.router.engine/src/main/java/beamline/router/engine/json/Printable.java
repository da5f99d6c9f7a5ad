package beamline.router.engine.json;

/** Text from outside, made fit for one line of a log or a terminal. */
public final class Printable {

  private Printable() {}

  /**
   * The text with a question mark for every character that controls or hides others, cut after so
   * many characters.
   */
  public static String of(String text, int longest) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), longest) + 3);
    for (int i = 0; i < text.length() && i < longest; i++) {
      char c = text.charAt(i);
      printable.append(isUnsafe(c) ? '?' : c);
    }
    return text.length() > longest ? printable.append("...").toString() : printable.toString();
  }

  private static boolean isUnsafe(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
