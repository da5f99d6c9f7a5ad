package beamline.router.spi;

import beamline.router.api.ErrorTable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reply repeats from its request, as far as the request could be read.
 *
 * @param requestId the request
 * @param traceId the trace
 * @param tenantId the tenant
 * @param errors how errors look
 * @param explained whether the reply may carry the explanation
 */
public record ReplyContext(
    Optional<String> requestId,
    Optional<String> traceId,
    Optional<String> tenantId,
    ErrorTable errors,
    boolean explained) {

  public ReplyContext {
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(errors, "errors");
  }
}
