package beamline.router.engine.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, under all the names that clients use. Never fails: what is missing or of the wrong type
 * is null, so that a refusal can still say which request it answers.
 *
 * @param requestId {@code request_id}, else the message's id
 * @param messageId {@code message.message_id}, else {@code message_id}
 * @param traceId {@code trace_id} of the message, else of the headers
 * @param tenantId {@code tenant_id} of the message, else of the headers
 */
public record RequestIds(
    @Nullable String requestId,
    @Nullable String messageId,
    @Nullable String traceId,
    @Nullable String tenantId) {

  static final RequestIds NONE = new RequestIds(null, null, null, null);

  static RequestIds of(Map<String, Object> tree, Map<String, String> headers) {
    Map<?, ?> message = tree.get("message") instanceof Map<?, ?> map ? map : Map.of();
    String outerId = text(tree.get("message_id"));
    String innerId = text(message.get("message_id"));
    return new RequestIds(
        first(text(tree.get("request_id")), outerId, innerId),
        first(innerId, outerId, null),
        first(
            text(tree.get("trace_id")),
            text(message.get("trace_id")),
            text(headers.get(WireHeaders.TRACE_ID))),
        first(
            text(tree.get("tenant_id")),
            text(message.get("tenant_id")),
            text(headers.get(WireHeaders.TENANT_ID))));
  }

  private static @Nullable String first(
      @Nullable String one, @Nullable String two, @Nullable String three) {
    return one != null ? one : two != null ? two : three;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof String text && !text.isEmpty() ? text : null;
  }
}
