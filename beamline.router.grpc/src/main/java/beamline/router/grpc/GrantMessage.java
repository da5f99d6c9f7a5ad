package beamline.router.grpc;

import beamline.router.grpc.v1.Grant;

/** Grants as messages, and back. Who granted, and when, is only told. */
final class GrantMessage {

  private GrantMessage() {}

  static Grant of(beamline.router.api.admin.Grant grant) {
    Grant.Builder message =
        Grant.newBuilder()
            .setUserId(grant.userId())
            .setTenantId(grant.tenantId())
            .setRoleId(grant.roleId())
            .setAssignedBy(grant.assignedBy())
            .setAssignedAt(TimeMessage.of(grant.assignedAt()));
    grant.expiresAt().map(TimeMessage::of).ifPresent(message::setExpiresAt);
    return message.build();
  }

  static beamline.router.api.admin.Grant grant(Grant message) {
    beamline.router.api.admin.Grant grant =
        beamline.router.api.admin.Grant.of(
            Fields.userOrRole("grant.user_id", message.getUserId()),
            Fields.tenantOrAll("grant.tenant_id", message.getTenantId()),
            Fields.userOrRole("grant.role_id", message.getRoleId()));
    return message.hasExpiresAt()
        ? grant.until(TimeMessage.instant("grant.expires_at", message.getExpiresAt()))
        : grant;
  }
}
