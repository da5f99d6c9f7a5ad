package beamline.router.examples.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns that are as wide as what is in them. A column whose heading begins with {@code >}
 * stands at the right.
 */
public final class Table {
  private static final int WIDEST = 60;
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> headings;

  /** One with these headings. */
  public Table(String... headings) {
    this.headings = List.of(headings);
    row(this.headings.stream().map(heading -> heading.replaceFirst("^>", "")).toArray());
  }

  /** Adds a row. */
  public Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cut(oneLine(String.valueOf(cell))));
    }
    rows.add(row);
    return this;
  }

  /** Whether there is nothing but headings. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Prints it, a line each. */
  public void print(Console console) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String blank = " ".repeat(width(i) - row.get(i).length());
        line.append(i == 0 ? "" : GAP)
            .append(headings.get(i).startsWith(">") ? blank + row.get(i) : row.get(i) + blank);
      }
      console.line(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  /** A cell is a line. */
  private static String oneLine(String text) {
    return text.replaceAll("[" + Console.CONTROLS + "]", "·");
  }
}
