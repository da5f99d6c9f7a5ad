package beamline.router.engine.json;

import java.nio.charset.StandardCharsets;
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

  private static final int LONGEST_MESSAGE = 120;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private final byte[] bytes;
  private final int start;
  private final JsonLimits limits;
  private final JsonFindings findings;
  private final RawValues raw;
  private int nodes;

  private JsonReader(
      JsonParser parser,
      byte[] bytes,
      int start,
      JsonLimits limits,
      JsonFindings findings,
      RawValues raw) {
    this.parser = parser;
    this.bytes = bytes;
    this.start = start;
    this.limits = limits;
    this.findings = findings;
    this.raw = raw;
  }

  /**
   * Reads the document in {@code length} bytes from {@code offset}.
   *
   * @throws JsonSyntaxException when it is no JSON, is null, or exceeds a limit
   */
  public static Object read(byte[] bytes, int offset, int length, JsonLimits limits)
      throws JsonSyntaxException {
    return read(bytes, offset, length, limits, JsonFindings.NONE, RawValues.NONE);
  }

  /**
   * Like {@link #read(byte[], int, int, JsonLimits)}, but keeps some values as {@link RawJson}.
   * Each counts as one value, whatever is in it; its depth is bounded all the same.
   */
  public static Object read(byte[] bytes, int offset, int length, JsonLimits limits, RawValues raw)
      throws JsonSyntaxException {
    return read(bytes, offset, length, limits, JsonFindings.NONE, raw);
  }

  /**
   * Like {@link #read(byte[], int, int, JsonLimits)}, and tells {@code findings} what was
   * tolerated.
   */
  public static Object read(
      byte[] bytes, int offset, int length, JsonLimits limits, JsonFindings findings)
      throws JsonSyntaxException {
    return read(bytes, offset, length, limits, findings, RawValues.NONE);
  }

  /** Whether the bytes are one JSON value of bounded depth. Builds nothing. */
  public static boolean isJson(byte[] bytes, int offset, int length, int maxDepth) {
    if (!isUtf8(bytes, offset, length)) {
      return false;
    }
    JsonLimits limits = new JsonLimits(Integer.MAX_VALUE, maxDepth, Integer.MAX_VALUE);
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      JsonReader reader =
          new JsonReader(parser, bytes, offset, limits, JsonFindings.NONE, RawValues.NONE);
      reader.walk(parser.nextToken(), 0);
      return parser.nextToken() == null;
    } catch (JacksonException | JsonSyntaxException e) {
      return false;
    }
  }

  private static Object read(
      byte[] bytes, int offset, int length, JsonLimits limits, JsonFindings findings, RawValues raw)
      throws JsonSyntaxException {
    if (length > limits.maxBytes()) {
      throw new JsonSyntaxException(
          "document has " + length + " bytes, must be at most " + limits.maxBytes(), "", -1);
    }
    if (!isUtf8(bytes, offset, length)) {
      throw new JsonSyntaxException("document is not UTF-8", "", 0);
    }
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      return new JsonReader(parser, bytes, offset, limits, findings, raw).document();
    } catch (JacksonException e) {
      // reached only when the input cannot be opened or closed; faults of the text are located in
      // document()
      throw new JsonSyntaxException(plain(e), "", -1);
    }
  }

  /**
   * The parser would guess UTF-16 and UTF-32 from these first bytes; JSON that travels is UTF-8.
   */
  private static boolean isUtf8(byte[] bytes, int offset, int length) {
    for (int i = 0; i < 4 && i < length; i++) {
      byte b = bytes[offset + i];
      if (b == 0 || b == (byte) 0xFE || b == (byte) 0xFF) {
        return false;
      }
    }
    return true;
  }

  private Object document() throws JsonSyntaxException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw fault("document is empty");
      }
      Object value = value(first, 0, "");
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
    String known = before(before(message, ": enable `"), " (for ");
    return Printable.of(known, LONGEST_MESSAGE);
  }

  private static String before(String text, String end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  /**
   * Reads the value that begins with this token.
   *
   * @param key the value's key, where its members may be kept as text; else null
   */
  private @Nullable Object value(@Nullable JsonToken token, int depth, @Nullable String key)
      throws JsonSyntaxException {
    count();
    if (token == null) {
      throw fault("document is cut short");
    }
    return switch (token) {
      case START_OBJECT -> object(deeper(depth), key);
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

  private void count() throws JsonSyntaxException {
    if (++nodes > limits.maxNodes()) {
      throw fault("document has more than " + limits.maxNodes() + " values");
    }
  }

  private int deeper(int depth) throws JsonSyntaxException {
    if (depth == limits.maxDepth()) {
      throw fault("document is nested deeper than " + limits.maxDepth());
    }
    return depth + 1;
  }

  private Map<String, Object> object(int depth, @Nullable String key) throws JsonSyntaxException {
    String name = parser.nextName();
    if (name == null) {
      return Map.of();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (; name != null; name = parser.nextName()) {
      JsonToken token = parser.nextToken();
      Object value =
          key != null && raw.keeps(key, name)
              ? text(token, depth)
              : value(token, depth, depth == 1 ? name : null);
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
      Object value = value(token, depth, null);
      if (value == null) {
        findings.nullValue(here());
      } else {
        elements.add(value);
      }
    }
    return Collections.unmodifiableList(elements);
  }

  /** Walks over a value and cuts its text out. */
  private @Nullable RawJson text(@Nullable JsonToken first, int depth) throws JsonSyntaxException {
    count();
    if (first == JsonToken.VALUE_NULL) {
      return null;
    }
    int begin = start + (int) parser.currentTokenLocation().getByteOffset();
    walk(first, depth);
    int end = start + (int) parser.currentLocation().getByteOffset();
    return new RawJson(new String(bytes, begin, end - begin, StandardCharsets.UTF_8));
  }

  /** Reads to the end of the value that begins with this token. */
  private void walk(@Nullable JsonToken first, int depth) throws JsonSyntaxException {
    int open = after(first, depth);
    while (open > depth) {
      open = after(parser.nextToken(), open);
    }
    parser.finishToken();
  }

  /** How many containers are open after this token. */
  private int after(@Nullable JsonToken token, int open) throws JsonSyntaxException {
    if (token == null) {
      throw fault("document is cut short");
    }
    if (token.isStructEnd()) {
      return open - 1;
    }
    return token.isStructStart() ? deeper(open) : open;
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
