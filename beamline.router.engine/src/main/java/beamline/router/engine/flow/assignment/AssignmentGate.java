package beamline.router.engine.flow.assignment;

import beamline.router.api.RouteRequest;
import beamline.router.api.admin.RouterControls;
import beamline.router.spi.FlowTelemetry;

/**
 * Whether a decision is pushed to a worker: asked for, not switched off, and allowed to the tenant.
 * Every answer that is no is counted (routing contract 6.1). Safe for concurrent use.
 */
public final class AssignmentGate {
  private final RouterControls controls;
  private final FlowTelemetry telemetry;

  /** A gate that obeys these controls, as they are at each moment. */
  public AssignmentGate(RouterControls controls, FlowTelemetry telemetry) {
    this.controls = controls;
    this.telemetry = telemetry;
  }

  /** Whether an assignment is to be published. */
  public boolean opens(RouteRequest request) {
    String tenantId = request.tenantId();
    if (!request.pushAssignment()) {
      telemetry.assignmentSkipped(tenantId, "not_requested");
      return false;
    }
    if (!controls.assignmentsEnabled()) {
      telemetry.assignmentSkipped(tenantId, "global_disabled");
      return false;
    }
    if (!controls.pushTenants().permits(tenantId)) {
      telemetry.assignmentBlocked(tenantId, "tenant_not_allowed");
      return false;
    }
    return true;
  }
}
