package beamline.router.engine.json;

/**
 * Places in a JSON document, written as {@code providers[2].weight}; keys that are no plain words
 * are quoted, as in {@code weights["openai:gpt-4o"]}. The document itself is the empty path.
 */
public final class JsonPath {

  private static final int LONGEST_KEY = 64;

  private JsonPath() {}

  /** The path of the value under {@code key} of the object at {@code parent}. */
  public static String key(String parent, String key) {
    if (!isWord(key)) {
      return parent + "[\"" + quotable(key) + "\"]";
    }
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** The path of the element at {@code index} of the array at {@code parent}. */
  public static String index(String parent, int index) {
    return parent + "[" + index + "]";
  }

  private static boolean isWord(String key) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      boolean word = letter || digit || c == '_' || c == '-';
      if (!word) {
        return false;
      }
    }
    return true;
  }

  private static String quotable(String key) {
    return Printable.of(key, LONGEST_KEY).replace('"', '?').replace('\\', '?');
  }
}
