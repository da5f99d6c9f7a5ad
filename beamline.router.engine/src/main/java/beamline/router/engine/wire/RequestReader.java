package beamline.router.engine.wire;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a decoded message of any known shape into a request, or says why it is none.
 *
 * <p>Shapes: the flat request of the routing contract ({@code task}), the gateway's ({@code
 * message}), that of its IPC bridge ({@code message_id}, {@code input}), the flat one of its smoke
 * test ({@code message_type}, {@code payload}), and the protobuf request as JSON ({@code message}
 * with {@code tenant_id}). Checks run in the contract's order: version, correlation, the message
 * itself. Safe for concurrent use.
 */
final class RequestReader {
  /** The type of a task that nobody named. */
  static final String UNKNOWN_TYPE = "unknown";

  private final IntakeRules rules;

  RequestReader(IntakeRules rules) {
    this.rules = rules;
  }

  RouteRequest read(Map<String, Object> tree, RequestIds ids, Map<String, String> headers)
      throws Refusal {
    Fields root = Fields.of(tree);
    boolean isMessage = isMessage(root);
    WireVersion.check(
        headers.get(WireHeaders.VERSION),
        root.value("version"),
        !isMessage && rules.versionRequired());
    Fields message = root.object("message");
    Correlation correlation =
        Correlation.of(root, message, ids, headers, rules.strictCorrelation());
    RouteRequest.Builder request =
        isMessage ? message(correlation, root, message) : task(correlation, root, message);
    Routing.read(request, root, message, headers, rules);
    return request.build();
  }

  /** Whether it is one of the shapes that carry their task elsewhere than in {@code task}. */
  private static boolean isMessage(Fields root) {
    return !root.has("task")
        && (root.has("message")
            || root.has("message_id")
            || root.has("message_type")
            || root.has("payload")
            || root.has("input"));
  }

  /** Shapes of real clients: whatever they leave out has a default. */
  private RouteRequest.Builder message(Correlation correlation, Fields root, Fields message)
      throws Refusal {
    String type = type(root, message);
    Object payload = payload(root, message);
    return correlation
        .request(type == null ? UNKNOWN_TYPE : type)
        .payload(payload == null ? Payload.EMPTY : Payload.text(payload, rules.maxDepth()));
  }

  /** The shape of the contract: what it requires is required. */
  private RouteRequest.Builder task(Correlation correlation, Fields root, Fields message)
      throws Refusal {
    if (correlation.ids().requestId() == null) {
      throw Refusal.correlation("request_id is missing");
    }
    if (!root.has("task")) {
      throw Refusal.schema("task is missing");
    }
    Fields task = root.object("task");
    String type = task.filled("type");
    type = type == null ? type(root, message) : type;
    if (type == null) {
      throw Refusal.schema("task.type is missing");
    }
    RouteRequest.Builder request = correlation.request(type);
    Object payload = task.value("payload");
    payload = payload == null ? payload(root, message) : payload;
    String ref = task.filled("payload_ref");
    if (payload == null && ref == null) {
      throw Refusal.schema("task.payload and task.payload_ref are missing");
    }
    if (payload != null) {
      request.payload(largeEnough(Payload.text(payload, rules.maxDepth())));
    }
    if (ref != null) {
      request.payloadRef(ref);
    }
    return request;
  }

  private String largeEnough(String payload) throws Refusal {
    int min = rules.minTaskPayloadBytes();
    if (payload.length() < min && payload.startsWith("{") && IdForm.bytes(payload) < min) {
      throw Refusal.of(
          ErrorCode.PAYLOAD_TOO_SMALL,
          "task.payload has " + IdForm.bytes(payload) + " bytes, must be at least " + min);
    }
    return payload;
  }

  private static @Nullable String type(Fields root, Fields message) throws Refusal {
    String type = root.filled("message_type");
    return type == null ? message.filled("message_type") : type;
  }

  private static @Nullable Object payload(Fields root, Fields message) {
    Object payload = message.value("payload");
    payload = payload == null ? root.value("payload") : payload;
    return payload == null ? root.value("input") : payload;
  }
}
