package beamline.router.engine.admin;

import beamline.router.testkit.RecordingAuditSink;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What was written down, as a test reads it. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordingAuditSink sink = new RecordingAuditSink();

  record Line(
      String actor, String action, String tenantId, String type, String id, JsonNode details) {
    @Override
    public String toString() {
      return actor + " " + action + " " + type + " " + tenantId + "/" + id + " " + details;
    }
  }

  RecordingAuditSink sink() {
    return sink;
  }

  List<Line> lines() {
    return sink.entries().stream().map(entry -> line(entry.body())).toList();
  }

  List<Line> of(String actor) {
    return lines().stream().filter(line -> line.actor().equals(actor)).toList();
  }

  private static Line line(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return new Line(
          json.at("/actor").asText(),
          json.at("/action").asText(),
          json.at("/tenant_id").asText(),
          json.at("/resource_type").asText(),
          json.at("/resource_id").asText(),
          json.at("/details"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
