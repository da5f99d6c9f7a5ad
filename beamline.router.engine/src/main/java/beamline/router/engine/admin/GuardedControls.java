package beamline.router.engine.admin;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.ErrorTable;
import beamline.router.api.IntakeKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RuntimeKeys;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.admin.TenantList;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The controls as one caller may see and change them; they are about all tenants at once. None is
 * changed without a place in the audit log, but for one: assignments can be stopped at any time.
 */
final class GuardedControls implements RouterControls {
  private static final String GET = "get";
  private static final String SET = "set";

  private final Guard guard;
  private final RouterControls controls;

  GuardedControls(Guard guard, RouterControls controls) {
    this.guard = guard;
    this.controls = controls;
  }

  @Override
  public boolean assignmentsEnabled() {
    require(AssignmentKeys.ENABLED);
    return controls.assignmentsEnabled();
  }

  @Override
  public void assignmentsEnabled(boolean enabled) {
    if (enabled) {
      change(
          AssignmentKeys.ENABLED,
          controls.assignmentsEnabled(),
          true,
          controls::assignmentsEnabled);
    } else {
      stopAssignments();
    }
  }

  /** First of all they are stopped; the record comes after. */
  private void stopAssignments() {
    Target target = Target.setting(AssignmentKeys.ENABLED.name());
    guard.require(Permission.CONFIG_WRITE, SET, target);
    boolean before = controls.assignmentsEnabled();
    controls.assignmentsEnabled(false);
    if (before) {
      guard.tell(SET, target, facts(true, false));
    }
  }

  @Override
  public TenantList intakeTenants() {
    require(IntakeKeys.ALLOWED_TENANTS);
    return controls.intakeTenants();
  }

  @Override
  public void intakeTenants(TenantList tenants) {
    change(IntakeKeys.ALLOWED_TENANTS, controls.intakeTenants(), tenants, controls::intakeTenants);
  }

  @Override
  public TenantList pushTenants() {
    require(AssignmentKeys.ALLOWED_TENANTS);
    return controls.pushTenants();
  }

  @Override
  public void pushTenants(TenantList tenants) {
    change(AssignmentKeys.ALLOWED_TENANTS, controls.pushTenants(), tenants, controls::pushTenants);
  }

  @Override
  public TenantList resultTenants() {
    require(ResultKeys.ALLOWED_TENANTS);
    return controls.resultTenants();
  }

  @Override
  public void resultTenants(TenantList tenants) {
    change(ResultKeys.ALLOWED_TENANTS, controls.resultTenants(), tenants, controls::resultTenants);
  }

  @Override
  public ErrorTable errorTable() {
    require(RuntimeKeys.ERRORS_FILE);
    return controls.errorTable();
  }

  @Override
  public void errorTable(ErrorTable table) {
    change(RuntimeKeys.ERRORS_FILE, controls.errorTable(), table, controls::errorTable);
  }

  private void require(ConfigKey<?> setting) {
    guard.require(Permission.CONFIG_READ, GET, Target.setting(setting.name()));
  }

  /** What is set to what it is already is no change. */
  private <T> void change(ConfigKey<?> setting, T before, T after, Consumer<T> setter) {
    Objects.requireNonNull(after, setting.name());
    Target target = Target.setting(setting.name());
    guard.require(Permission.CONFIG_WRITE, SET, target);
    if (before.equals(after)) {
      setter.accept(after);
      return;
    }
    guard.change(
        SET,
        target,
        () -> {
          setter.accept(after);
          return after;
        },
        set -> facts(before, set));
  }

  private static Map<String, Object> facts(Object before, Object after) {
    return Map.of("before", Journal.shown(before), "after", Journal.shown(after));
  }
}
