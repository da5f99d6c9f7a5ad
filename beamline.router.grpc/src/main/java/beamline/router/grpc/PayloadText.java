package beamline.router.grpc;

import com.google.protobuf.ByteString;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The payload of a task as JSON text: as it is, or as base64 when it is no JSON. */
final class PayloadText {
  private static final String EMPTY = "{}";

  private final JsonFactory json;

  PayloadText(int maxDepth) {
    json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
            .build();
  }

  String of(ByteString payload) {
    if (payload.isEmpty()) {
      return EMPTY;
    }
    if (payload.isValidUtf8()) {
      String text = payload.toStringUtf8();
      if (isJson(text)) {
        return text;
      }
    }
    return "{\"payload_base64\":\""
        + Base64.getEncoder().encodeToString(payload.toByteArray())
        + "\"}";
  }

  /** Whether it is one value of JSON, and nothing after it. */
  private boolean isJson(String text) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
