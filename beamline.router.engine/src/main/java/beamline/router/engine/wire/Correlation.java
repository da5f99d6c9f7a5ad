package beamline.router.engine.wire;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of a request, checked: the contract's second stage. */
record Correlation(
    RequestIds ids,
    String tenantId,
    @Nullable String runId,
    @Nullable String flowId,
    @Nullable String stepId,
    @Nullable String idempotencyKey) {
  private static final int LONGEST_TENANT = 255;
  private static final int LONGEST_KEY = 256;

  static Correlation of(
      Fields root, Fields message, RequestIds ids, Map<String, String> headers, boolean strict)
      throws Refusal {
    checkTypes(root);
    checkTypes(message);
    String tenant = tenant(ids, headers);
    String runId = root.id("run_id");
    String flowId = root.id("flow_id");
    String stepId = root.id("step_id");
    if (strict) {
      StrictCorrelation.check(ids.traceId(), runId, flowId, stepId);
    }
    Object key = root.value("idempotency_key");
    if (key != null && !(key instanceof String text && isKey(text))) {
      throw Refusal.correlation(
          "idempotency_key must be a string of 1 to " + LONGEST_KEY + " bytes");
    }
    return new Correlation(ids, tenant, runId, flowId, stepId, (String) key);
  }

  /** The ids were gathered without complaint; here is the complaint. */
  private static void checkTypes(Fields fields) throws Refusal {
    fields.id("request_id");
    fields.id("message_id");
    fields.id("trace_id");
    fields.id("tenant_id");
  }

  private static String tenant(RequestIds ids, Map<String, String> headers) throws Refusal {
    String tenant = ids.tenantId();
    if (tenant == null) {
      throw Refusal.correlation("tenant_id is missing");
    }
    if (IdForm.bytes(tenant) > LONGEST_TENANT) {
      throw Refusal.correlation("tenant_id must be at most " + LONGEST_TENANT + " bytes");
    }
    String header = headers.get(WireHeaders.TENANT_ID);
    if (header != null && !header.isEmpty() && !header.equals(tenant)) {
      // nobody may act for another tenant by saying two names
      throw Refusal.of(
          ErrorCode.TENANT_FORBIDDEN, "tenant_id of the headers and of the message differ");
    }
    return tenant;
  }

  private static boolean isKey(String text) {
    return !text.isEmpty() && IdForm.bytes(text) <= LONGEST_KEY;
  }

  /** Starts a request of this tenant with these ids. */
  RouteRequest.Builder request(String taskType) {
    RouteRequest.Builder request = RouteRequest.builder(tenantId, taskType);
    String requestId = ids.requestId();
    if (requestId != null) {
      request.requestId(requestId);
    }
    String messageId = ids.messageId();
    if (messageId != null && !messageId.equals(requestId)) {
      request.messageId(messageId);
    }
    String traceId = ids.traceId();
    if (traceId != null) {
      request.traceId(traceId);
    }
    if (runId != null) {
      request.runId(runId);
    }
    if (flowId != null) {
      request.flowId(flowId);
    }
    if (stepId != null) {
      request.stepId(stepId);
    }
    if (idempotencyKey != null) {
      request.idempotencyKey(idempotencyKey);
    }
    return request;
  }
}
