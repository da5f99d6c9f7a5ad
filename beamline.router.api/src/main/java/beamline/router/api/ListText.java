package beamline.router.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists as text: items with commas between them. Brackets and double quotes are accepted, so that a
 * value of the guide, such as {@code ["tenant-a", "tenant-b"]}, can be pasted as it is.
 */
final class ListText {
  private ListText() {}

  /** Reads a list; {@code []} is the empty one, an empty text or item is refused. */
  static List<String> read(String text) {
    String inner = text;
    if (text.startsWith("[") && text.endsWith("]") && text.length() > 1) {
      inner = text.substring(1, text.length() - 1).strip();
      if (inner.isEmpty()) {
        return List.of();
      }
    }
    List<String> items = new ArrayList<>();
    int start = 0;
    while (start >= 0) {
      int comma = inner.indexOf(',', start);
      items.add(item(comma < 0 ? inner.substring(start) : inner.substring(start, comma)));
      start = comma < 0 ? -1 : comma + 1;
    }
    return List.copyOf(items);
  }

  /** Writes a list so that it reads as the same one. */
  static String write(List<String> items) {
    return items.isEmpty() ? "[]" : String.join(",", items);
  }

  private static String item(String text) {
    String item = text.strip();
    if (item.length() > 1 && item.startsWith("\"") && item.endsWith("\"")) {
      item = item.substring(1, item.length() - 1);
    }
    if (item.isEmpty()) {
      throw new IllegalArgumentException("an item is empty");
    }
    return item;
  }
}
