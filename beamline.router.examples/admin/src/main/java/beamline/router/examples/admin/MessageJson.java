package beamline.router.examples.admin;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Messages as JSON, under the names of their fields: times in UTC, words in lower case. What is not
 * set is left out, and so are empty texts.
 */
final class MessageJson {

  private MessageJson() {}

  /** The members of a message. */
  static Map<String, Object> of(Message message) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (!field.hasPresence() || message.hasField(field)) {
        Object value = value(field, message.getField(field));
        if (!value.equals("")) {
          members.put(field.getName(), value);
        }
      }
    }
    return members;
  }

  private static Object value(FieldDescriptor field, Object value) {
    if (!field.isRepeated()) {
      return single(value);
    }
    List<?> elements = (List<?>) value;
    if (!field.isMapField()) {
      return elements.stream().map(MessageJson::single).toList();
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Object element : elements) {
      Map<String, Object> entry = of((Message) element);
      entries.put(String.valueOf(entry.get("key")), entry.get("value"));
    }
    return entries;
  }

  private static Object single(Object value) {
    if (value instanceof Timestamp time) {
      return Moments.of(time);
    }
    if (value instanceof Message message) {
      return of(message);
    }
    return value instanceof EnumValueDescriptor word
        ? word.getName().toLowerCase(Locale.ROOT)
        : value;
  }
}
