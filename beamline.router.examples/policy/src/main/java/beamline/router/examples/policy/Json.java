package beamline.router.examples.policy;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON for machines: objects are maps, in their order. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** JSON that is written already. */
  record Raw(String text) {}

  /** An object of these members: a name, its value, and so on. What is null is left out. */
  static Map<String, Object> object(@Nullable Object... members) {
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
  static @Nullable Raw raw(Optional<String> text) {
    return text.map(Raw::new).orElse(null);
  }

  /** The text of a value. */
  static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return text.toString();
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
  static Optional<String> member(byte[] document, String... path) {
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
