package beamline.router.grpc;

import beamline.router.api.admin.RouterControls;
import beamline.router.grpc.v1.Controls;
import beamline.router.grpc.v1.TenantList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Controls as messages, and the lists of tenants in them back. */
final class ControlsMessage {

  private ControlsMessage() {}

  static Controls of(RouterControls controls) {
    return Controls.newBuilder()
        .setAssignmentsEnabled(controls.assignmentsEnabled())
        .setIntakeTenants(of(controls.intakeTenants()))
        .setPushTenants(of(controls.pushTenants()))
        .setResultTenants(of(controls.resultTenants()))
        .build();
  }

  private static TenantList of(beamline.router.api.admin.TenantList tenants) {
    return TenantList.newBuilder()
        .setAll(tenants.tenants().isEmpty())
        .addAllTenantIds(tenants.tenants().orElse(Set.of()).stream().sorted().toList())
        .build();
  }

  static beamline.router.api.admin.TenantList tenants(String field, TenantList message) {
    if (message.getAll()) {
      return beamline.router.api.admin.TenantList.all();
    }
    List<String> ids = message.getTenantIdsList();
    Set<String> tenants = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      tenants.add(Fields.tenant(field + ".tenant_ids[" + i + "]", ids.get(i)));
    }
    return beamline.router.api.admin.TenantList.only(tenants);
  }
}
