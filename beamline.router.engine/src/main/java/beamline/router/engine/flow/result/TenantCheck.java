package beamline.router.engine.flow.result;

import beamline.router.api.ResultKeys;
import beamline.router.api.admin.RouterControls;
import beamline.router.engine.audit.Refusals;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.spi.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a worker says comes from whom it seems: neither its header nor its body may
 * contradict the stored assignment, and the tenant must be allowed (routing contract 5.6). A
 * message that names no tenant belongs to that of its assignment. Safe for concurrent use.
 */
public final class TenantCheck {
  /** The header names another tenant than the assignment. */
  public static final String HEADER_MISMATCH = "header_mismatch";

  private static final String HEADER = "tenant_id";

  private final boolean enabled;
  private final RouterControls controls;
  private final Refusals refusals;

  /**
   * A check as it is configured, with the tenants that are allowed at each moment.
   *
   * @param action what a refusal is in the audit log, such as {@code result_denied}
   */
  public TenantCheck(FlowContext context, String action) {
    refusals = new Refusals(context.audit(), context.epochMillis(), action);
    enabled = context.config().get(ResultKeys.TENANT_VALIDATION);
    controls = context.controls();
  }

  /** Writes down that a message was refused. */
  public void tell(
      Message message,
      @Nullable String bodyTenant,
      OpenAssignment assignment,
      String refusal,
      @Nullable String workerId) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("reason", refusal);
    message.header(HEADER).ifPresent(header -> details.put("header_tenant_id", header));
    if (bodyTenant != null) {
      details.put("body_tenant_id", bodyTenant);
    }
    if (workerId != null) {
      details.put("worker_id", workerId);
    }
    refusals.tell(
        assignment.facts().tenantId(), "worker", "assignment", assignment.rootId(), details);
  }

  /** Why a message is refused; null when it is not. */
  public @Nullable String refusal(
      Message message, @Nullable String bodyTenant, OpenAssignment assignment) {
    if (!enabled) {
      return null;
    }
    String tenantId = assignment.facts().tenantId();
    String header = message.headers().get(HEADER);
    if (header != null && !header.isEmpty() && !header.equals(tenantId)) {
      return HEADER_MISMATCH;
    }
    if (bodyTenant != null && !bodyTenant.equals(tenantId)) {
      return "tenant_mismatch";
    }
    return controls.resultTenants().permits(tenantId) ? null : "tenant_not_allowed";
  }
}
