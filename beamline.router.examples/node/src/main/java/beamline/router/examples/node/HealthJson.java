package beamline.router.examples.node;

import beamline.router.api.admin.Health;
import java.io.StringWriter;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The health of a node as a probe reads it. */
final class HealthJson {
  private static final JsonFactory JSON = new JsonFactory();

  private HealthJson() {}

  /** Each part under its name, in the words that the gateway and the workers use. */
  static String checks(Health health, Instant now) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("status", word(health.status()));
      json.writeStringProperty("timestamp", now.toString());
      json.writeObjectPropertyStart("checks");
      for (Health.Component component : health.components()) {
        json.writeObjectPropertyStart(component.name());
        json.writeStringProperty("status", word(component.status()));
        json.writeStringProperty("message", component.detail());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return text + "\n";
  }

  private static String word(Health.Status status) {
    return switch (status) {
      case UP -> "healthy";
      case DEGRADED -> "degraded";
      case DOWN -> "unhealthy";
    };
  }

  static String of(Health health) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
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
