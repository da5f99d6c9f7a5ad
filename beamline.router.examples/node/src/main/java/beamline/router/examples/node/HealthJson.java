package beamline.router.examples.node;

import beamline.router.api.admin.Health;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** The health of a node as a probe reads it. */
final class HealthJson {
  private static final JsonFactory JSON = new JsonFactory();

  private HealthJson() {}

  static String of(Health health) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("status", health.status().name());
      json.writeArrayPropertyStart("components");
      for (Health.Component component : health.components()) {
        json.writeStartObject();
        json.writeStringProperty("name", component.name());
        json.writeStringProperty("status", component.status().name());
        json.writeStringProperty("detail", component.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text + "\n";
  }
}
