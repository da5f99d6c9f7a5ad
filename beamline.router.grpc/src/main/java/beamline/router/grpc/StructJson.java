package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Objects as JSON text, and back. Numbers of a {@link Struct} are all doubles; those without a
 * fraction are written without one, since in JSON they are counts and times.
 */
final class StructJson {
  /** What is not there. */
  static final Value NOTHING = Value.getDefaultInstance();

  private static final JsonFactory JSON = new JsonFactory();
  private static final double LARGEST_EXACT = 1L << 53;

  private StructJson() {}

  static String text(Struct object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, object);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Struct object) {
    json.writeStartObject();
    object
        .getFieldsMap()
        .forEach(
            (name, value) -> {
              json.writeName(name);
              write(json, value);
            });
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Value value) {
    switch (value.getKindCase()) {
      case STRUCT_VALUE -> write(json, value.getStructValue());
      case LIST_VALUE -> {
        json.writeStartArray();
        value.getListValue().getValuesList().forEach(inner -> write(json, inner));
        json.writeEndArray();
      }
      case STRING_VALUE -> json.writeString(value.getStringValue());
      case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
      case NUMBER_VALUE -> write(json, value.getNumberValue());
      case NULL_VALUE, KIND_NOT_SET -> json.writeNull();
    }
  }

  private static void write(JsonGenerator json, double number) {
    if (!Double.isFinite(number)) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST, "a number is " + number + ", must be finite");
    }
    if (number == Math.rint(number) && Math.abs(number) <= LARGEST_EXACT) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }

  /** An object that the router has written. */
  static Struct read(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      return object(json);
    }
  }

  private static Struct object(JsonParser json) {
    Struct.Builder object = Struct.newBuilder();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      object.putFields(name, value(json));
    }
    return object.build();
  }

  private static Value value(JsonParser json) {
    Value.Builder value = Value.newBuilder();
    switch (json.currentToken()) {
      case START_OBJECT -> value.setStructValue(object(json));
      case START_ARRAY -> value.setListValue(list(json));
      case VALUE_TRUE, VALUE_FALSE -> value.setBoolValue(json.getBooleanValue());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value.setNumberValue(json.getDoubleValue());
      case VALUE_STRING -> value.setStringValue(json.getString());
      default -> value.setNullValue(NullValue.NULL_VALUE);
    }
    return value.build();
  }

  private static ListValue list(JsonParser json) {
    ListValue.Builder list = ListValue.newBuilder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.addValues(value(json));
    }
    return list.build();
  }
}
