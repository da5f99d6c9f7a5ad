package beamline.router.engine.decide;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.admin.TenantList;
import beamline.router.engine.json.Printable;
import beamline.router.spi.Telemetry;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admission: whether a request may be looked at. */
final class Gate {
  private static final int LONGEST_NAME = 128;

  private final Supplier<TenantList> intakeTenants;
  private final Telemetry telemetry;

  Gate(Supplier<TenantList> intakeTenants, Telemetry telemetry) {
    this.intakeTenants = intakeTenants;
    this.telemetry = telemetry;
  }

  /** The refusal; null when the request may pass. */
  @Nullable RouteRejection check(RouteRequest request, Trace trace) {
    String tenantId = request.tenantId();
    if (tenantId.isEmpty()) {
      return refuse(
          trace, RouteRejection.of(ErrorCode.MISSING_TENANT_ID, "the tenant id is missing"));
    }
    if (!isAllowed(tenantId)) {
      return refuse(
          trace,
          RouteRejection.of(
              ErrorCode.TENANT_FORBIDDEN,
              "tenant '" + Printable.of(tenantId, LONGEST_NAME) + "' is not allowed",
              Map.of("tenant_id", Printable.of(tenantId, LONGEST_NAME))));
    }
    if (request.taskType().isEmpty()) {
      return refuse(
          trace, RouteRejection.of(ErrorCode.INVALID_REQUEST, "the task type is missing"));
    }
    if (trace.wanted()) {
      trace.step("admit", "tenant '" + Printable.of(tenantId, LONGEST_NAME) + "' may ask");
    }
    return null;
  }

  private boolean isAllowed(String tenantId) {
    TenantList tenants = intakeTenants.get();
    if (tenants.equals(TenantList.all())) {
      return true; // nothing to check, nothing to tell
    }
    boolean allowed = tenants.permits(tenantId);
    telemetry.tenantChecked(allowed);
    return allowed;
  }

  private static RouteRejection refuse(Trace trace, RouteRejection rejection) {
    if (trace.wanted()) {
      trace.step("admit", rejection.message());
    }
    return rejection;
  }
}
