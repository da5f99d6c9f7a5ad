package beamline.router.examples.quickstart;

/** Cells of a fixed width, for a terminal. What comes from a request is shown harmlessly. */
final class Columns {
  private Columns() {}

  /** The text, cut or filled to the width. */
  static String left(String text, int width) {
    String cell = cut(text, width);
    return cell + " ".repeat(width - cell.length());
  }

  /** The text at the right end of the width. */
  static String right(String text, int width) {
    String cell = cut(text, width);
    return " ".repeat(width - cell.length()) + cell;
  }

  /** The text, at most so wide; an ellipsis stands for the rest. Control characters become dots. */
  static String cut(String text, int width) {
    StringBuilder cell = new StringBuilder(Math.min(text.length(), width));
    for (int i = 0; i < text.length(); i++) {
      if (cell.length() == width) {
        cell.setCharAt(width - 1, '…');
        break;
      }
      cell.append(harmless(text.charAt(i)));
    }
    return cell.toString();
  }

  /** Terminals obey control and direction characters, and show the rest of these as they like. */
  private static char harmless(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '·';
      default -> c;
    };
  }
}
