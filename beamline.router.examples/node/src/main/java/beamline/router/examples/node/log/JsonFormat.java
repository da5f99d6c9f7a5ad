package beamline.router.examples.node.log;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object a line, with the fields of the routing contract; what else there is, as context.
 */
final class JsonFormat implements Function<LogLine, String> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> FIELDS =
      List.of("tenant_id", "run_id", "flow_id", "step_id", "trace_id", "error_code", "latency_ms");

  @Override
  public String apply(LogLine line) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("timestamp", line.timestamp());
    fields.put("level", line.level());
    fields.put("component", "router");
    fields.put("message", line.message());
    Map<String, @Nullable Object> context = new LinkedHashMap<>();
    context.put("logger", line.logger());
    context.put("thread", line.thread());
    context.putAll(line.pairs());
    FIELDS.stream().filter(context::containsKey).forEach(it -> fields.put(it, context.remove(it)));
    line.action().ifPresent(it -> fields.put("action", it));
    fields.put("context", context);
    line.exception().ifPresent(it -> fields.put("exception", it));
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, fields);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      map.forEach(
          (key, member) -> {
            json.writeName(String.valueOf(key));
            write(json, member);
          });
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      list.forEach(item -> write(json, item));
      json.writeEndArray();
    } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString(value.toString());
    }
  }
}
