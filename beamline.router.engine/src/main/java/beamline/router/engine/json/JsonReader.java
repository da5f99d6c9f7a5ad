package beamline.router.engine.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document (RFC 8259) of bounded size into plain values: {@link String}, {@link
 * Long}, {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, unmodifiable {@link List},
 * and unmodifiable {@link Map} in the document's order.
 *
 * <p>Nulls are left out. Of a repeated key the last value is kept. Both are told to a {@link
 * JsonFindings}. Numbers that a double cannot hold, NaN, and anything after the first value are
 * refused.
 */
public final class JsonReader {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private final JsonLimits limits;
  private final JsonFindings findings;
  private int nodes;

  private JsonReader(JsonParser parser, JsonLimits limits, JsonFindings findings) {
    this.parser = parser;
    this.limits = limits;
    this.findings = findings;
  }

  /**
   * Reads the document in {@code length} bytes from {@code offset}.
   *
   * @throws JsonSyntaxException when it is no JSON, is null, or exceeds a limit
   */
  public static Object read(byte[] bytes, int offset, int length, JsonLimits limits)
      throws JsonSyntaxException {
    return read(bytes, offset, length, limits, JsonFindings.NONE);
  }

  /**
   * Like {@link #read(byte[], int, int, JsonLimits)}, and tells {@code findings} what was
   * tolerated.
   */
  public static Object read(
      byte[] bytes, int offset, int length, JsonLimits limits, JsonFindings findings)
      throws JsonSyntaxException {
    if (length > limits.maxBytes()) {
      throw new JsonSyntaxException(
          "document has " + length + " bytes, must be at most " + limits.maxBytes(), "", -1);
    }
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      return new JsonReader(parser, limits, findings).document();
    } catch (JacksonException e) {
      // reached only when the input cannot be opened or closed; faults of the text are located in
      // document()
      throw new JsonSyntaxException(plain(e), "", -1);
    }
  }

  private Object document() throws JsonSyntaxException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw fault("document is empty");
      }
      Object value = value(first, 0);
      if (value == null) {
        throw fault("document is null");
      }
      if (parser.nextToken() != null) {
        throw fault("something follows the document");
      }
      return value;
    } catch (JacksonException e) {
      throw fault(plain(e));
    }
  }

  /**
   * The parser's message without its advice on features, and without its second, unknown location.
   */
  private static String plain(JacksonException e) {
    String message = e.getOriginalMessage();
    if (message == null || message.startsWith("Unexpected end-of-input")) {
      return "document is cut short";
    }
    int advice = message.indexOf(": enable `");
    return advice < 0 ? message : message.substring(0, advice);
  }

  private @Nullable Object value(@Nullable JsonToken token, int depth) throws JsonSyntaxException {
    if (++nodes > limits.maxNodes()) {
      throw fault("document has more than " + limits.maxNodes() + " values");
    }
    if (token == null) {
      throw fault("document is cut short");
    }
    return switch (token) {
      case START_OBJECT -> object(deeper(depth));
      case START_ARRAY -> array(deeper(depth));
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_NULL -> null;
      default -> throw fault("value expected");
    };
  }

  private int deeper(int depth) throws JsonSyntaxException {
    if (depth == limits.maxDepth()) {
      throw fault("document is nested deeper than " + limits.maxDepth());
    }
    return depth + 1;
  }

  private Map<String, Object> object(int depth) throws JsonSyntaxException {
    String name = parser.nextName();
    if (name == null) {
      return Map.of();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (; name != null; name = parser.nextName()) {
      Object value = value(parser.nextToken(), depth);
      Object earlier;
      if (value == null) {
        findings.nullValue(here());
        earlier = members.remove(name);
      } else {
        earlier = members.put(name, value);
      }
      if (earlier != null) {
        findings.duplicateKey(here());
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private List<Object> array(int depth) throws JsonSyntaxException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return List.of();
    }
    List<Object> elements = new ArrayList<>();
    for (; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      Object value = value(token, depth);
      if (value == null) {
        findings.nullValue(here());
      } else {
        elements.add(value);
      }
    }
    return Collections.unmodifiableList(elements);
  }

  private Number integer() {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getBigIntegerValue();
    };
  }

  private Double decimal() throws JsonSyntaxException {
    double value = parser.getDoubleValue();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw fault("number is out of range");
    }
    return value;
  }

  private JsonSyntaxException fault(String problem) {
    return new JsonSyntaxException(problem, here(), parser.currentLocation().getByteOffset());
  }

  private String here() {
    return path(parser.streamReadContext());
  }

  private static String path(@Nullable TokenStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String parent = path(context.getParent());
    if (context.inArray()) {
      return context.hasCurrentIndex() ? JsonPath.index(parent, context.getCurrentIndex()) : parent;
    }
    String name = context.currentName();
    return name == null ? parent : JsonPath.key(parent, name);
  }
}
