package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.proto.flow.v1.Message;
import beamline.router.proto.flow.v1.RouteRequest;

/**
 * Reads requests as the intake of the message bus does: an empty text is an absent one, metadata is
 * part of the routing context, and a payload that is no JSON travels as base64. A correlation id
 * stands in for a trace id that is missing.
 */
final class RequestReader {
  private static final String UNKNOWN_TYPE = "unknown";

  private final PayloadText payloads;

  RequestReader(int maxDepth) {
    payloads = new PayloadText(maxDepth);
  }

  /**
   * The request of a message.
   *
   * @throws RouterException when it is none
   */
  beamline.router.api.RouteRequest read(RouteRequest request) {
    if (!request.hasMessage()) {
      throw new RouterException(ErrorCode.MISSING_MESSAGE, "message is missing");
    }
    Message message = request.getMessage();
    String type = message.getMessageType();
    beamline.router.api.RouteRequest.Builder read =
        beamline.router.api.RouteRequest.builder(
                tenant(message), type.isEmpty() ? UNKNOWN_TYPE : type)
            .payload(payloads.of(message.getPayload()))
            .context(request.getContextMap())
            .context(message.getMetadataMap())
            .metadata(message.getMetadataMap());
    if (!request.getPolicyId().isEmpty()) {
      read.policyId(request.getPolicyId());
    }
    if (!message.getMessageId().isEmpty()) {
      read.requestId(message.getMessageId());
    }
    if (!message.getTraceId().isEmpty()) {
      read.traceId(message.getTraceId());
    } else {
      CorrelationIds.ofCall().ifPresent(read::traceId);
    }
    return read.build();
  }

  private static String tenant(Message message) {
    String tenant = message.getTenantId();
    if (tenant.isEmpty()) {
      throw new RouterException(ErrorCode.MISSING_TENANT_ID, "message.tenant_id is missing");
    }
    if (!PolicyKey.isId(tenant)) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST,
          "message.tenant_id must be 1 to 255 characters out of letters, digits and _ . - : /");
    }
    return tenant;
  }
}
