package beamline.router.engine.extension.call;

import beamline.router.api.ErrorCode;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Extension;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** Writes a call for the bus (routing contract 4.2). */
final class RequestWriter {
  private static final int EXPECTED_BYTES = 1024;
  private static final String CONTENT_TYPE = "content-type";

  private RequestWriter() {}

  /**
   * The body: {@code trace_id, tenant_id, policy_id, payload, metadata, config}.
   *
   * @throws CallFailure when a part is larger than an extension is sent
   */
  static byte[] body(Extension.Request request, CallLimits limits) throws CallFailure {
    try {
      JsonWriter out = new JsonWriter(EXPECTED_BYTES).object();
      out.member("tenant_id", request.tenantId()).member("policy_id", request.policyId());
      if (!request.traceId().isEmpty()) {
        out.member("trace_id", request.traceId());
      }
      bounded(out, "payload", request.payload(), limits.maxPayloadBytes());
      bounded(out, "metadata", request.context(), limits.maxMetadataBytes());
      return out.member("config", (Object) request.config()).end().toBytes();
    } catch (JacksonException e) {
      throw CallFailure.unblamed(
          ErrorCode.EXTENSION_ERROR, "cannot be sent the message: it is nested too deep");
    }
  }

  /** The headers, as our other messages have them. */
  static Map<String, String> headers(Extension.Request request) {
    Map<String, String> headers = new HashMap<>(8);
    headers.put(WireHeaders.VERSION, "1");
    headers.put(CONTENT_TYPE, "application/json");
    if (WireHeaders.isSafe(request.tenantId())) {
      headers.put(WireHeaders.TENANT_ID, request.tenantId());
    }
    if (!request.traceId().isEmpty() && WireHeaders.isSafe(request.traceId())) {
      headers.put(WireHeaders.TRACE_ID, request.traceId());
    }
    return headers;
  }

  private static void bounded(JsonWriter out, String name, Object value, int most)
      throws CallFailure {
    int before = out.length();
    out.member(name, value);
    int length = out.length() - before - ",\"\":".length() - name.length();
    if (length > most) {
      throw CallFailure.unblamed(
          ErrorCode.EXTENSION_ERROR,
          "was not called: "
              + name
              + "_too_large, the "
              + name
              + " has "
              + length
              + " bytes, must be at most "
              + most);
    }
  }
}
