package beamline.router.audit;

import beamline.router.spi.AuditRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A record as canonical JSON: one object on one line without blanks, members in the order {@code
 * ts, tenant_id, actor, action, resource_type, resource_id, details}, details by name. The time is
 * in UTC with milliseconds. Other details than texts, numbers and booleans become their text; NUL
 * and halves of surrogate pairs become U+FFFD.
 */
public final class AuditBody {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final byte[] TS = Utf8.ascii("{\"ts\":\"");
  private static final byte[] TENANT_ID = Utf8.ascii("\",\"tenant_id\":");
  private static final byte[] ACTOR = Utf8.ascii(",\"actor\":");
  private static final byte[] ACTION = Utf8.ascii(",\"action\":");
  private static final byte[] RESOURCE_TYPE = Utf8.ascii(",\"resource_type\":");
  private static final byte[] RESOURCE_ID = Utf8.ascii(",\"resource_id\":");
  private static final byte[] DETAILS = Utf8.ascii(",\"details\":{");
  private static final byte[] END = Utf8.ascii("}}");
  private static final byte[] TRUE = Utf8.ascii("true");
  private static final byte[] FALSE = Utf8.ascii("false");
  private static final int FEW = 16;

  private AuditBody() {}

  /** The text of a record. */
  public static String write(AuditRecord record) {
    Utf8 json = new Utf8();
    append(json, record, new Timestamps());
    return json.toString();
  }

  /** Appends the text of a record, by who writes many. */
  static void append(Utf8 json, AuditRecord record, Timestamps timestamps) {
    json.append(TS);
    timestamps.append(json, record.epochMillis());
    json.append(TENANT_ID);
    CanonicalText.append(json, record.tenantId());
    json.append(ACTOR);
    CanonicalText.append(json, record.actor());
    json.append(ACTION);
    CanonicalText.append(json, record.action());
    json.append(RESOURCE_TYPE);
    CanonicalText.append(json, record.resourceType());
    json.append(RESOURCE_ID);
    CanonicalText.append(json, record.resourceId());
    json.append(DETAILS);
    details(json, record.details());
    json.append(END);
  }

  /**
   * The record of a text.
   *
   * @throws IllegalArgumentException when it is not the text of a record
   */
  public static AuditRecord read(String body) {
    Map<String, Object> members = members(body);
    if (!(members.get("details") instanceof Map<?, ?> details)) {
      throw new IllegalArgumentException("details is missing, must be an object");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    details.forEach((name, value) -> facts.put(String.valueOf(name), value));
    try {
      return new AuditRecord(
          Instant.parse(text(members, "ts")).toEpochMilli(),
          text(members, "tenant_id"),
          text(members, "actor"),
          text(members, "action"),
          text(members, "resource_type"),
          text(members, "resource_id"),
          facts);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("ts is no time: " + members.get("ts"), e);
    }
  }

  /** The members of an object of texts, numbers, booleans and one level of objects of these. */
  static Map<String, Object> members(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("is no JSON object");
      }
      Map<String, Object> members = object(parser, true);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the JSON object");
      }
      return members;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A member that is a text. */
  static String text(Map<String, Object> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing, must be a text");
  }

  private static Map<String, Object> object(JsonParser parser, boolean outer) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT && outer) {
        members.put(name, object(parser, false));
      } else {
        members.put(name, scalar(parser, name, token));
      }
    }
    return members;
  }

  private static Object scalar(JsonParser parser, String name, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default ->
          throw new IllegalArgumentException(
              name + " is " + token + ", must be a text, a number or a boolean");
    };
  }

  private static void details(Utf8 json, Map<String, Object> details) {
    int count = 0;
    String[] names = new String[details.size()];
    Object[] values = new Object[names.length];
    // few are put in order as they come; of many, which come in order then, none is moved
    Map<String, Object> coming = names.length <= FEW ? details : new TreeMap<>(details);
    for (Map.Entry<String, Object> detail : coming.entrySet()) {
      int at = count++;
      for (; at > 0 && names[at - 1].compareTo(detail.getKey()) > 0; at--) {
        names[at] = names[at - 1];
        values[at] = values[at - 1];
      }
      names[at] = detail.getKey();
      values[at] = detail.getValue();
    }
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        json.append(',');
      }
      CanonicalText.append(json, names[i]);
      json.append(':');
      value(json, values[i]);
    }
  }

  private static void value(Utf8 json, Object value) {
    if (value instanceof String text) {
      CanonicalText.append(json, text);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.append(((Number) value).longValue());
    } else if (value instanceof Boolean truth) {
      json.append(truth ? TRUE : FALSE);
    } else if ((value instanceof Double || value instanceof Float)
        && Double.isFinite(((Number) value).doubleValue())) {
      json.append(Double.toString(((Number) value).doubleValue()));
    } else {
      CanonicalText.append(json, String.valueOf(value));
    }
  }
}
