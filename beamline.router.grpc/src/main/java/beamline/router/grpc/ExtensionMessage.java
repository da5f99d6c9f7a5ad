package beamline.router.grpc;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.grpc.v1.Extension;
import beamline.router.grpc.v1.ExtensionHealth;
import beamline.router.grpc.v1.SetExtensionModeRequest.Mode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Map;
import java.util.TreeMap;

/** Registered extensions, their modes and their health as messages, and back. */
final class ExtensionMessage {
  private static final Value NULL = Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

  private static final Map<Mode, ExtensionMode> MODES =
      Map.of(
          Mode.REQUIRED, ExtensionMode.REQUIRED,
          Mode.OPTIONAL, ExtensionMode.OPTIONAL,
          Mode.BLOCK, ExtensionMode.BLOCK,
          Mode.WARN, ExtensionMode.WARN,
          Mode.IGNORE, ExtensionMode.IGNORE);

  private ExtensionMessage() {}

  static Extension of(ExtensionDocument document) {
    return Extension.newBuilder()
        .setExtensionId(document.id())
        .setJson(document.json())
        .setRevision(document.revision())
        .setUpdatedAt(TimeMessage.of(document.updatedAt()))
        .build();
  }

  static ExtensionDocument document(Extension message) {
    String id = Fields.extension("extension.extension_id", message.getExtensionId());
    Fields.require("extension.json", !message.getJson().isEmpty());
    return ExtensionDocument.of(id, message.getJson())
        .inPlaceOf(Fields.revision("extension.revision", message.getRevision()));
  }

  static ExtensionMode mode(int number) {
    ExtensionMode mode = MODES.get(Mode.forNumber(number));
    if (mode == null) {
      throw Fields.invalid("mode", number, "REQUIRED, OPTIONAL, BLOCK, WARN or IGNORE");
    }
    return mode;
  }

  /** The health of each, by id: facts as the administration subjects tell them. */
  static Iterable<ExtensionHealth> health(Struct answer) {
    Map<String, ExtensionHealth> health = new TreeMap<>();
    answer
        .getFieldsOrDefault("health", StructJson.NOTHING)
        .getStructValue()
        .getFieldsMap()
        .forEach((id, facts) -> health.put(id, health(id, facts.getStructValue())));
    return health.values();
  }

  private static ExtensionHealth health(String id, Struct facts) {
    ExtensionHealth.Builder health = ExtensionHealth.newBuilder();
    for (FieldDescriptor field : ExtensionHealth.getDescriptor().getFields()) {
      Value fact = facts.getFieldsOrDefault(field.getName(), NULL);
      if (!fact.hasNullValue()) {
        health.setField(field, value(field, fact));
      }
    }
    return health.setExtensionId(id).build();
  }

  private static Object value(FieldDescriptor field, Value fact) {
    return switch (field.getJavaType()) {
      case LONG -> (long) fact.getNumberValue();
      case DOUBLE -> fact.getNumberValue();
      case BOOLEAN -> fact.getBoolValue();
      default -> fact.getStringValue();
    };
  }
}
