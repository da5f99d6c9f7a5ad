package beamline.router.examples.command;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON for machines: objects are maps, in their order. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** These stand in strings only, where each can be written as an escape. */
  private static final Pattern CONTROL = Pattern.compile("[" + Console.CONTROLS + "&&[^\r\n\t]]");

  private Json() {}

  /**
   * JSON that is written already.
   *
   * @param text the JSON
   */
  public record Raw(String text) {}

  /** An object of these members: a name, its value, and so on. What is null is left out. */
  public static Map<String, Object> object(@Nullable Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      Object value = members[i + 1];
      if (value != null) {
        object.put(String.valueOf(members[i]), value);
      }
    }
    return object;
  }

  /** JSON that may be there; null when it is not. */
  public static @Nullable Raw raw(Optional<String> text) {
    return text.map(Raw::new).orElse(null);
  }

  /** The text of a value. */
  public static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return CONTROL
        .matcher(text.toString())
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** A text that somebody wrote: JSON as it is when it is one object, else a string. */
  public static Object written(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        parser.skipChildren();
        return parser.nextToken() == null ? new Raw(text.strip()) : text;
      }
    } catch (JacksonException e) {
      // it is none
    }
    return text;
  }

  private static void write(JsonGenerator generator, Object value) {
    if (value instanceof Map<?, ?> members) {
      generator.writeStartObject();
      members.forEach(
          (name, member) -> {
            generator.writeName(String.valueOf(name));
            write(generator, member);
          });
      generator.writeEndObject();
    } else if (value instanceof List<?> elements) {
      generator.writeStartArray();
      elements.forEach(element -> write(generator, element));
      generator.writeEndArray();
    } else if (value instanceof Raw raw) {
      generator.writeRawValue(raw.text());
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Double number) {
      generator.writeNumber(number);
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else {
      generator.writeString(value.toString());
    }
  }

  /**
   * The text of a value as it stands in a document.
   *
   * @param path the names of the members that lead to it
   * @return empty when it is not there, or the document is broken before it
   */
  public static Optional<String> member(byte[] document, String... path) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document)) {
      JsonToken token = parser.nextToken();
      for (String name : path) {
        if (token != JsonToken.START_OBJECT) {
          return Optional.empty();
        }
        token = find(parser, name);
      }
      if (token == null || token == JsonToken.VALUE_NULL) {
        return Optional.empty();
      }
      int begin = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      int end = (int) parser.currentLocation().getByteOffset();
      return Optional.of(new String(document, begin, end - begin, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A member that is a text, and not an empty one. */
  public static Optional<String> string(byte[] document, String... path) {
    Optional<String> member = member(document, path);
    if (member.isEmpty() || !member.get().startsWith("\"")) {
      return Optional.empty();
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), member.get())) {
      parser.nextToken();
      return Optional.of(parser.getString()).filter(text -> !text.isEmpty());
    }
  }

  private static @Nullable JsonToken find(JsonParser parser, String name) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean found = parser.currentName().equals(name);
      JsonToken value = parser.nextToken();
      if (found) {
        return value;
      }
      parser.skipChildren();
    }
    return null;
  }
}
