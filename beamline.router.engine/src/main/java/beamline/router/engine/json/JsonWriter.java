package beamline.router.engine.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON as UTF-8, member by member: what {@link JsonReader} reads, and {@link RawJson}.
 *
 * <p>Half of a surrogate pair becomes U+FFFD, a number that is not finite becomes null, any other
 * object its text: whatever comes in, JSON comes out. Only trees that are nested deeper than 500
 * are refused, by a {@link tools.jackson.core.JacksonException}. Not safe for concurrent use.
 */
public final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final char REPLACEMENT = '\uFFFD';

  private final ByteArrayOutputStream bytes;
  private final JsonGenerator generator;

  /** Starts a document that will probably have this size. */
  public JsonWriter(int expectedBytes) {
    bytes = new ByteArrayOutputStream(expectedBytes);
    generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
  }

  /** Writes one value as a document of its own. */
  public static String text(Object value) {
    return new String(new JsonWriter(256).value(value).toBytes(), StandardCharsets.UTF_8);
  }

  /** Writes one value as the bytes of a document of its own. */
  public static byte[] bytes(Object value) {
    return new JsonWriter(256).value(value).toBytes();
  }

  /** Opens an object: the document, or an element of an array. */
  public JsonWriter object() {
    generator.writeStartObject();
    return this;
  }

  /** Opens an object under this name. */
  public JsonWriter object(String name) {
    name(name);
    return object();
  }

  /** Closes the innermost object. */
  public JsonWriter end() {
    generator.writeEndObject();
    return this;
  }

  /** Opens an array under this name. */
  public JsonWriter array(String name) {
    name(name);
    generator.writeStartArray();
    return this;
  }

  /** Closes the innermost array. */
  public JsonWriter endArray() {
    generator.writeEndArray();
    return this;
  }

  /** A text member. */
  public JsonWriter member(String name, String value) {
    name(name);
    generator.writeString(wellFormed(value));
    return this;
  }

  /** A whole-number member. */
  public JsonWriter member(String name, long value) {
    name(name);
    generator.writeNumber(value);
    return this;
  }

  /** A number member. */
  public JsonWriter member(String name, double value) {
    name(name);
    number(value);
    return this;
  }

  /** A truth member. */
  public JsonWriter member(String name, boolean value) {
    name(name);
    generator.writeBoolean(value);
    return this;
  }

  /** A member of any kind. */
  public JsonWriter member(String name, @Nullable Object value) {
    name(name);
    return value(value);
  }

  /** A value of any kind: the document, or an element of an array. */
  public JsonWriter value(@Nullable Object value) {
    if (value instanceof String string) {
      generator.writeString(wellFormed(string));
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      map.forEach((key, inner) -> member(String.valueOf(key), inner));
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> elements) {
      generator.writeStartArray();
      elements.forEach(this::value);
      generator.writeEndArray();
    } else {
      scalar(value);
    }
    return this;
  }

  /** How many bytes have been written so far. */
  public int length() {
    return bytes.size() + generator.streamWriteOutputBuffered();
  }

  /** Ends the document. */
  public byte[] toBytes() {
    generator.close();
    return bytes.toByteArray();
  }

  private void scalar(@Nullable Object value) {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof BigInteger integer) {
      generator.writeNumber(integer);
    } else if (value instanceof BigDecimal decimal) {
      generator.writeNumber(decimal);
    } else if (value instanceof Double || value instanceof Float) {
      number(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else if (value instanceof RawJson raw) {
      generator.writeRawValue(wellFormed(raw.text()));
    } else {
      generator.writeString(wellFormed(value.toString()));
    }
  }

  private void number(double value) {
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeNull();
    }
  }

  private void name(String name) {
    generator.writeName(wellFormed(name));
  }

  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return withoutHalves(text);
      }
    }
    return text;
  }

  private static String withoutHalves(String text) {
    StringBuilder repaired = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        repaired.append(c).append(text.charAt(++i));
      } else {
        repaired.append(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return repaired.toString();
  }
}
