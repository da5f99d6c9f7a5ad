package beamline.router.engine.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value with the place where it is written, for who changes a document and leaves everything
 * else in it as somebody wrote it: blanks, order, and the digits of numbers. Of a repeated key the
 * last value is kept, as by {@link JsonReader}; a null is a value.
 *
 * @param begin the first byte of it
 * @param end the byte after it
 * @param isNull whether it is a null
 * @param text what it says when it is a string, else null
 * @param members what is in it when it is an object
 * @param elements what is in it when it is an array
 */
public record PlacedJson(
    int begin,
    int end,
    boolean isNull,
    @Nullable String text,
    Map<String, PlacedJson> members,
    List<PlacedJson> elements) {

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Reads a document.
   *
   * @throws JsonSyntaxException when it is no JSON, or is nested deeper than this
   */
  public static PlacedJson read(byte[] document, int maxDepth) throws JsonSyntaxException {
    if (!JsonReader.isJson(document, 0, document.length, maxDepth)) {
      throw new JsonSyntaxException("document is no JSON", "", -1);
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      return value(parser, parser.nextToken());
    }
  }

  private static PlacedJson value(JsonParser parser, JsonToken token) {
    int begin = (int) parser.currentTokenLocation().getByteOffset();
    Map<String, PlacedJson> members = new LinkedHashMap<>();
    List<PlacedJson> elements = new ArrayList<>();
    if (token == JsonToken.START_OBJECT) {
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        members.put(name, value(parser, parser.nextToken()));
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        elements.add(value(parser, next));
      }
    }
    String text = token == JsonToken.VALUE_STRING ? parser.getString() : null;
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    return new PlacedJson(begin, end, token == JsonToken.VALUE_NULL, text, members, elements);
  }

  /**
   * Something else in the place of some bytes of a document.
   *
   * @param begin the first byte that goes
   * @param end the byte after those; the same as {@code begin} when none goes
   * @param with what comes there
   */
  public record Replacement(int begin, int end, String with) {}

  /** A document in which these bytes are replaced: places in their order, none within another. */
  public static byte[] replace(byte[] document, List<Replacement> replacements) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(document.length + 64);
    int kept = 0;
    for (Replacement replacement : replacements) {
      changed.write(document, kept, replacement.begin - kept);
      changed.writeBytes(replacement.with.getBytes(StandardCharsets.UTF_8));
      kept = replacement.end;
    }
    changed.write(document, kept, document.length - kept);
    return changed.toByteArray();
  }
}
