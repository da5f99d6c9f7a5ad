package beamline.router.examples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks JSON in its bytes and decodes only what it is asked for. A host that requires nothing but
 * the router's API has no JSON library, and this one needs a handful of fields.
 *
 * <p>Never throws on any input: where the JSON ends or breaks, objects have no more members and
 * values are absent. Whether a request is valid is the router's business.
 */
final class JsonBytes {
  private static final int MAX_DEPTH = 64;

  private final byte[] bytes;
  private int at;
  private int keyStart;
  private int keyEnd;

  JsonBytes(byte[] bytes) {
    this.bytes = bytes;
    at = startsWithByteOrderMark(bytes) ? 3 : 0;
  }

  private static boolean startsWithByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  /** Steps into the object that is next; false when something else is. */
  boolean enterObject() {
    return enter('{');
  }

  /**
   * Moves to the value of the object's next member; false at its end. The previous value must have
   * been read or skipped.
   */
  boolean nextMember() {
    space();
    if (peek() == ',') {
      at++;
      space();
    }
    if (peek() != '"') {
      end('}');
      return false;
    }
    keyStart = at + 1;
    skipString();
    keyEnd = at - 1;
    space();
    if (peek() != ':') {
      at = bytes.length;
      return false;
    }
    at++;
    space();
    return true;
  }

  /** Whether the member's name is this one, which must be plain ASCII. */
  boolean keyIs(String name) {
    if (keyEnd - keyStart != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[keyStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Reads a string; absent, and skipped, when the value is something else. */
  @Nullable String text() {
    if (peek() != '"') {
      skip();
      return null;
    }
    int start = at + 1;
    boolean plain = skipString();
    int end = Math.max(start, at - 1);
    String raw = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    return plain ? raw : unescaped(raw);
  }

  /** Reads {@code true}; everything else is false. */
  boolean isTrue() {
    boolean yes = peek() == 't';
    skip();
    return yes;
  }

  /** Reads a number; {@code NaN} when the value is something else. */
  double number() {
    return value(0) instanceof Double number ? number : Double.NaN;
  }

  /** Reads an object into a map; empty when the value is something else. */
  Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value(0) instanceof Map<?, ?> found) {
      found.forEach((key, value) -> map.put((String) key, value));
    }
    return map;
  }

  /** Passes over the value that is next. */
  void skip() {
    int depth = 0;
    do {
      space();
      switch (peek()) {
        case '"' -> skipString();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case ',', ':' -> at++;
        case -1 -> depth = 0;
        default -> skipWord();
      }
    } while (depth > 0);
  }

  private @Nullable Object value(int depth) {
    space();
    switch (peek()) {
      case '"' -> {
        return text();
      }
      case '{' -> {
        return depth < MAX_DEPTH ? map(depth + 1) : skipped();
      }
      case '[' -> {
        return depth < MAX_DEPTH ? list(depth + 1) : skipped();
      }
      default -> {
        int start = at;
        skip();
        return word(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1));
      }
    }
  }

  private Map<String, Object> map(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    enterObject();
    while (nextMember()) {
      String key = new String(bytes, keyStart, keyEnd - keyStart, StandardCharsets.UTF_8);
      Object value = value(depth);
      if (value != null) {
        members.put(key, value);
      }
    }
    return members;
  }

  private List<Object> list(int depth) {
    List<Object> items = new ArrayList<>();
    enter('[');
    space();
    while (peek() != ']' && peek() != -1) {
      int before = at;
      Object item = value(depth);
      if (item != null) {
        items.add(item);
      }
      space();
      if (peek() == ',') {
        at++;
        space();
      } else if (at == before) {
        at++; // something that is no value: never stand still
      }
    }
    end(']');
    return items;
  }

  private @Nullable Object skipped() {
    skip();
    return null;
  }

  private static @Nullable Object word(String word) {
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    try {
      return Double.valueOf(word);
    } catch (NumberFormatException e) {
      return null; // null, or no JSON
    }
  }

  private boolean enter(char bracket) {
    space();
    if (peek() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private void end(char bracket) {
    at = peek() == bracket ? at + 1 : bytes.length;
  }

  private int peek() {
    return at < bytes.length ? bytes[at] & 0xff : -1;
  }

  private void space() {
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
  }

  /** Passes over the string that is next; tells whether it is free of escapes. */
  private boolean skipString() {
    byte[] all = bytes;
    boolean plain = true;
    int i = at + 1;
    while (i < all.length && all[i] != '"') {
      if (all[i] == '\\') {
        plain = false;
        i++;
      }
      i++;
    }
    at = Math.min(i + 1, all.length);
    return plain;
  }

  private void skipWord() {
    while (at < bytes.length && ",:]}[{\" \t\r\n".indexOf(bytes[at]) < 0) {
      at++;
    }
  }

  private static String unescaped(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        text.append(c);
        continue;
      }
      char escape = raw.charAt(++i);
      switch (escape) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append(codeUnit(raw, i + 1));
          i = Math.min(i + 4, raw.length());
        }
        default -> text.append(escape);
      }
    }
    return text.toString();
  }

  private static char codeUnit(String raw, int start) {
    int unit = 0;
    for (int i = start; i < start + 4; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        return '\ufffd';
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }
}
