package beamline.router.engine;

import beamline.router.api.ErrorTable;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.admin.TenantList;
import beamline.router.spi.FlowTelemetry;
import java.util.Objects;

/** The controls as plain volatile fields: a change is seen by the next decision of every thread. */
final class LiveControls implements RouterControls {
  private final FlowTelemetry telemetry;
  private volatile boolean assignmentsEnabled;
  private volatile TenantList intakeTenants;
  private volatile TenantList pushTenants;
  private volatile TenantList resultTenants;
  private volatile ErrorTable errorTable;

  LiveControls(
      boolean assignmentsEnabled,
      TenantList intakeTenants,
      TenantList pushTenants,
      TenantList resultTenants,
      ErrorTable errorTable,
      FlowTelemetry telemetry) {
    this.telemetry = telemetry;
    telemetry.assignmentsEnabled(assignmentsEnabled);
    this.assignmentsEnabled = assignmentsEnabled;
    this.intakeTenants = intakeTenants;
    this.pushTenants = pushTenants;
    this.resultTenants = resultTenants;
    this.errorTable = errorTable;
  }

  @Override
  public boolean assignmentsEnabled() {
    return assignmentsEnabled;
  }

  @Override
  public void assignmentsEnabled(boolean enabled) {
    assignmentsEnabled = enabled;
    telemetry.assignmentsEnabled(enabled);
  }

  @Override
  public TenantList intakeTenants() {
    return intakeTenants;
  }

  @Override
  public void intakeTenants(TenantList tenants) {
    intakeTenants = Objects.requireNonNull(tenants, "tenants");
  }

  @Override
  public TenantList pushTenants() {
    return pushTenants;
  }

  @Override
  public void pushTenants(TenantList tenants) {
    pushTenants = Objects.requireNonNull(tenants, "tenants");
  }

  @Override
  public TenantList resultTenants() {
    return resultTenants;
  }

  @Override
  public void resultTenants(TenantList tenants) {
    resultTenants = Objects.requireNonNull(tenants, "tenants");
  }

  @Override
  public ErrorTable errorTable() {
    return errorTable;
  }

  @Override
  public void errorTable(ErrorTable table) {
    errorTable = Objects.requireNonNull(table, "table");
  }
}
