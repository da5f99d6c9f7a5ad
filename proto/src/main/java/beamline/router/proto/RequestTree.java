package beamline.router.proto;

import beamline.router.proto.flow.v1.Message;
import beamline.router.proto.flow.v1.RouteRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * A protobuf request as the tree that it is in JSON. An empty text is an absent one, as always in
 * proto3. The payload stays bytes: the router takes it as JSON if it is.
 */
final class RequestTree {

  private RequestTree() {}

  static Map<String, Object> of(RouteRequest request) {
    Map<String, Object> tree = new HashMap<>();
    tree.put("message", message(request.getMessage()));
    put(tree, "policy_id", request.getPolicyId());
    put(tree, "context", request.getContextMap());
    return tree;
  }

  private static Map<String, Object> message(Message message) {
    Map<String, Object> tree = new HashMap<>();
    put(tree, "message_id", message.getMessageId());
    put(tree, "tenant_id", message.getTenantId());
    put(tree, "trace_id", message.getTraceId());
    put(tree, "message_type", message.getMessageType());
    put(tree, "metadata", message.getMetadataMap());
    if (!message.getPayload().isEmpty()) {
      tree.put("payload", message.getPayload().toByteArray());
    }
    if (message.getTimestampMs() != 0) {
      tree.put("timestamp_ms", message.getTimestampMs());
    }
    return tree;
  }

  private static void put(Map<String, Object> tree, String name, String text) {
    if (!text.isEmpty()) {
      tree.put(name, text);
    }
  }

  private static void put(Map<String, Object> tree, String name, Map<String, String> map) {
    if (!map.isEmpty()) {
      tree.put(name, map);
    }
  }
}
