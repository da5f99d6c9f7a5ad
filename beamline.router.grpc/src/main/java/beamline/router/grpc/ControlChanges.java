package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.admin.TenantList;
import beamline.router.grpc.v1.Controls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Changes of controls. Assignments are stopped first and started last, so that none is published in
 * between that the lists of the same message hold back.
 */
final class ControlChanges {
  private final List<Change> changes = new ArrayList<>();

  private record Change(String field, Consumer<RouterControls> change) {}

  private ControlChanges() {}

  /** What a message gives; refused as a whole when a part of it cannot be. */
  static ControlChanges of(Controls message) {
    ControlChanges changes = new ControlChanges();
    boolean given = message.hasAssignmentsEnabled();
    if (given && !message.getAssignmentsEnabled()) {
      changes.add("assignments_enabled", controls -> controls.assignmentsEnabled(false));
    }
    changes.tenants(
        "intake_tenants",
        message.hasIntakeTenants(),
        message.getIntakeTenants(),
        RouterControls::intakeTenants);
    changes.tenants(
        "push_tenants",
        message.hasPushTenants(),
        message.getPushTenants(),
        RouterControls::pushTenants);
    changes.tenants(
        "result_tenants",
        message.hasResultTenants(),
        message.getResultTenants(),
        RouterControls::resultTenants);
    if (given && message.getAssignmentsEnabled()) {
      changes.add("assignments_enabled", controls -> controls.assignmentsEnabled(true));
    }
    if (changes.changes.isEmpty()) {
      throw new RouterException(
          ErrorCode.INVALID_REQUEST, "controls is empty, must have at least one field");
    }
    return changes;
  }

  private void tenants(
      String field,
      boolean given,
      beamline.router.grpc.v1.TenantList message,
      BiConsumer<RouterControls, TenantList> setter) {
    if (given) {
      TenantList tenants = ControlsMessage.tenants("controls." + field, message);
      add(field, controls -> setter.accept(controls, tenants));
    }
  }

  private void add(String field, Consumer<RouterControls> change) {
    changes.add(new Change(field, change));
  }

  /**
   * Makes them, one after the other.
   *
   * @throws RouterException at the first that is refused; it names those that were made before
   */
  void make(RouterControls controls) {
    List<String> made = new ArrayList<>();
    for (Change change : changes) {
      try {
        change.change().accept(controls);
      } catch (RouterException e) {
        throw made.isEmpty() ? e : after(made, e);
      }
      made.add(change.field());
    }
  }

  private static RouterException after(List<String> made, RouterException refusal) {
    String before = "; changed before that: " + String.join(", ", made);
    return new RouterException(
        refusal.code(), refusal.getMessage() + before, refusal.publicMessage() + before, refusal);
  }
}
