package beamline.router.testkit.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON text as values that can be compared: two texts are equal here when they mean the same,
 * whatever the order of members, the space between them, and the way in which a number or a
 * character is written.
 */
final class JsonTree {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Map<String, Object> WORDS =
      Map.of("true", true, "false", false, "null", "the JSON value null");

  private final String text;
  private int at;

  private JsonTree(String text) {
    this.text = text;
  }

  /** The value of a text; the test fails when it is not JSON. */
  static Object of(String text) {
    JsonTree tree = new JsonTree(text);
    Object value = tree.value();
    if (tree.next() != 0) {
      throw tree.wrong();
    }
    return value;
  }

  private Object value() {
    char first = next();
    if (first == '{') {
      return object();
    }
    if (first == '[') {
      return array();
    }
    if (first == '"') {
      // A string and a word or number that is written alike are not equal.
      return List.of("text", string());
    }
    for (Map.Entry<String, Object> word : WORDS.entrySet()) {
      if (text.startsWith(word.getKey(), at)) {
        at += word.getKey().length();
        return word.getValue();
      }
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw wrong();
    }
    at = number.end();
    return new BigDecimal(number.group()).stripTrailingZeros();
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (takes('}')) {
      return members;
    }
    do {
      if (next() != '"') {
        throw wrong();
      }
      String name = string();
      take(':');
      members.put(name, value());
    } while (takes(','));
    take('}');
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>(List.of("array"));
    at++;
    if (takes(']')) {
      return elements;
    }
    do {
      elements.add(value());
    } while (takes(','));
    take(']');
    return elements;
  }

  private String string() {
    StringBuilder characters = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return characters.toString();
      }
      characters.append(c == '\\' ? escaped() : c);
    }
    throw wrong();
  }

  private char escaped() {
    char c = ++at < text.length() ? text.charAt(at) : 0;
    int known = "bfnrt".indexOf(c);
    if (known >= 0) {
      return "\b\f\n\r\t".charAt(known);
    }
    if (c == 'u' && at + 4 < text.length()) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
    }
    return c;
  }

  /** The next character that is no space; 0 at the end. */
  private char next() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean takes(char c) {
    if (next() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void take(char c) {
    if (!takes(c)) {
      throw wrong();
    }
  }

  private AssertionError wrong() {
    return new AssertionError("at character " + at + " this is not JSON: " + text);
  }
}
