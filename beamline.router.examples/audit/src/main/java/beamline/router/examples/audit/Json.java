package beamline.router.examples.audit;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON for machines: objects are maps, in their order. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** These stand in strings only, where each can be written as an escape. */
  private static final Pattern CONTROL = Pattern.compile("[" + Console.CONTROLS + "&&[^\r\n\t]]");

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

  /** The text of a value. */
  static String text(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, value);
    }
    return CONTROL
        .matcher(text.toString())
        .replaceAll(found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
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
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else {
      generator.writeString(value.toString());
    }
  }
}
