package beamline.router.audit;

import beamline.router.spi.AuditRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  private AuditBody() {}

  /** The text of a record. */
  public static String write(AuditRecord record) {
    return write(record, new Timestamps());
  }

  /** The text of a record, by who writes many. */
  static String write(AuditRecord record, Timestamps timestamps) {
    StringBuilder json = new StringBuilder(384);
    json.append("{\"ts\":\"");
    timestamps.append(json, record.epochMillis());
    json.append("\",\"tenant_id\":");
    CanonicalText.append(json, record.tenantId());
    json.append(",\"actor\":");
    CanonicalText.append(json, record.actor());
    json.append(",\"action\":");
    CanonicalText.append(json, record.action());
    json.append(",\"resource_type\":");
    CanonicalText.append(json, record.resourceType());
    json.append(",\"resource_id\":");
    CanonicalText.append(json, record.resourceId());
    json.append(",\"details\":{");
    details(json, record.details());
    return json.append("}}").toString();
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

  private static void details(StringBuilder json, Map<String, Object> details) {
    String[] names = details.keySet().toArray(String[]::new);
    Arrays.sort(names);
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        json.append(',');
      }
      CanonicalText.append(json, names[i]);
      json.append(':');
      value(json, details.get(names[i]));
    }
  }

  private static void value(StringBuilder json, @Nullable Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.append(((Number) value).longValue());
    } else if (value instanceof Boolean truth) {
      json.append(truth.booleanValue());
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isFinite(number)) {
        json.append(number);
      } else {
        json.append('"').append(number).append('"');
      }
    } else {
      CanonicalText.append(json, String.valueOf(value));
    }
  }
}
