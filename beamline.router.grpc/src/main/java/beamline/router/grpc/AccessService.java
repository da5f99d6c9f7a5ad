package beamline.router.grpc;

import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.DeleteGrantRequest;
import beamline.router.grpc.v1.DeleteGrantResponse;
import beamline.router.grpc.v1.DeleteRoleRequest;
import beamline.router.grpc.v1.DeleteRoleResponse;
import beamline.router.grpc.v1.ListGrantsRequest;
import beamline.router.grpc.v1.ListGrantsResponse;
import beamline.router.grpc.v1.ListRolesRequest;
import beamline.router.grpc.v1.ListRolesResponse;
import beamline.router.grpc.v1.PutGrantRequest;
import beamline.router.grpc.v1.PutGrantResponse;
import beamline.router.grpc.v1.PutRoleRequest;
import beamline.router.grpc.v1.PutRoleResponse;
import io.grpc.stub.StreamObserver;

/** Roles, and who has them, for remote callers. */
final class AccessService extends AccessAdminGrpc.AccessAdminImplBase {
  private final AdminCalls calls;

  AccessService(AdminCalls calls) {
    this.calls = calls;
  }

  @Override
  public void listRoles(ListRolesRequest request, StreamObserver<ListRolesResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListRolesResponse.newBuilder()
                .addAllRoles(administration.access().roles().stream().map(RoleMessage::of).toList())
                .build());
  }

  @Override
  public void putRole(PutRoleRequest request, StreamObserver<PutRoleResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          Fields.require("role", request.hasRole());
          administration.access().putRole(RoleMessage.role(request.getRole()));
          return PutRoleResponse.getDefaultInstance();
        });
  }

  @Override
  public void deleteRole(DeleteRoleRequest request, StreamObserver<DeleteRoleResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String role = Fields.userOrRole("role_id", request.getRoleId());
          Fields.found(administration.access().deleteRole(role), "there is no role " + role);
          return DeleteRoleResponse.getDefaultInstance();
        });
  }

  @Override
  public void listGrants(ListGrantsRequest request, StreamObserver<ListGrantsResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListGrantsResponse.newBuilder()
                .addAllGrants(
                    administration
                        .access()
                        .grants(Fields.tenantOrAll("tenant_id", request.getTenantId()))
                        .stream()
                        .map(GrantMessage::of)
                        .toList())
                .build());
  }

  @Override
  public void putGrant(PutGrantRequest request, StreamObserver<PutGrantResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          Fields.require("grant", request.hasGrant());
          return PutGrantResponse.newBuilder()
              .setGrant(
                  GrantMessage.of(
                      administration.access().grant(GrantMessage.grant(request.getGrant()))))
              .build();
        });
  }

  @Override
  public void deleteGrant(DeleteGrantRequest request, StreamObserver<DeleteGrantResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String user = Fields.userOrRole("user_id", request.getUserId());
          String tenant = Fields.tenantOrAll("tenant_id", request.getTenantId());
          String role = Fields.userOrRole("role_id", request.getRoleId());
          Fields.found(
              administration.access().revoke(user, tenant, role),
              user + " does not have role " + role + " for tenant " + tenant);
          return DeleteGrantResponse.getDefaultInstance();
        });
  }
}
