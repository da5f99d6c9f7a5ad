package beamline.router.engine.wire;

import beamline.router.spi.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of the routing contract. */
public final class WireHeaders {
  /** The version of the contract. */
  public static final String VERSION = "version";

  /** Whose message it is. */
  public static final String TENANT_ID = "tenant_id";

  /** The trace that it belongs to. */
  public static final String TRACE_ID = "trace_id";

  /** Asks for the explanation without touching the message. */
  static final String EXPLAIN = "explain";

  /** Where in which trace it is: W3C Trace Context. */
  public static final String TRACE_PARENT = "traceparent";

  /** What vendors add to {@link #TRACE_PARENT}. */
  public static final String TRACE_STATE = "tracestate";

  private static final int LONGEST_VALUE = 255;

  private WireHeaders() {}

  /** The headers of a reply. Clients that send none, such as the gateway, get none. */
  public static Map<String, String> ofReply(
      Map<String, String> request, Optional<String> traceId, Optional<String> tenantId) {
    if (request.isEmpty()) {
      return Map.of();
    }
    Map<String, String> headers = new HashMap<>();
    headers.put(VERSION, "1");
    traceId.filter(WireHeaders::isSafe).ifPresent(id -> headers.put(TRACE_ID, id));
    tenantId.filter(WireHeaders::isSafe).ifPresent(id -> headers.put(TENANT_ID, id));
    String parent = request.get(TRACE_PARENT);
    if (parent != null && isSafe(parent)) {
      headers.put(TRACE_PARENT, parent);
    }
    return headers;
  }

  /** Those of a message that tell its trace, as it goes on from it. */
  public static Map<String, String> ofTrace(Map<String, String> headers) {
    String parent = headers.get(TRACE_PARENT);
    if (parent == null || !isSafe(parent)) {
      return Map.of();
    }
    String state = headers.get(TRACE_STATE);
    return state == null || !isSafe(state)
        ? Map.of(TRACE_PARENT, parent)
        : Map.of(TRACE_PARENT, parent, TRACE_STATE, state);
  }

  /** Those that make a message go on from this span; from the incoming one when nobody traces. */
  public static Map<String, String> ofTrace(Span span, Map<String, String> incoming) {
    Map<String, String> own = new HashMap<>(4);
    span.inject(own::put);
    return own.isEmpty() ? ofTrace(incoming) : own;
  }

  /** Ids come from outside; a line break in one would forge another header. */
  public static boolean isSafe(String value) {
    if (value.length() > LONGEST_VALUE) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }
}
