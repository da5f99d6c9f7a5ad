package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.AccessAdminGrpc.AccessAdminBlockingStub;
import beamline.router.grpc.v1.DeleteGrantRequest;
import beamline.router.grpc.v1.DeleteRoleRequest;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.Grant;
import beamline.router.grpc.v1.ListGrantsRequest;
import beamline.router.grpc.v1.ListRolesRequest;
import beamline.router.grpc.v1.PutGrantRequest;
import beamline.router.grpc.v1.PutRoleRequest;
import beamline.router.grpc.v1.Role;
import beamline.router.grpc.v1.TenantAdminGrpc;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessServiceTest {
  private static final Role AUTHOR =
      Role.newBuilder()
          .setRoleId("author")
          .setDescription("writes policies")
          .addPermissions("policy:read")
          .addPermissions("policy:write")
          .build();
  private static final Grant GRANT =
      Grant.newBuilder().setUserId("vera").setTenantId("globex").setRoleId("operator").build();

  @TempDir static Path folder;

  private GrpcNode node;
  private AccessAdminBlockingStub access;

  @BeforeEach
  void start() throws Exception {
    node = GrpcNode.start(folder);
    access = AccessAdminGrpc.newBlockingStub(node.caller("x-api-key", ADMIN_KEY));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aRoleIsPutListedReplacedAndDeletedOnce() {
    put(AUTHOR);
    assertThat(roles()).contains(AUTHOR);
    assertThat(roles())
        .filteredOn(Role::getBuiltIn)
        .extracting(Role::getRoleId)
        .containsExactly("admin", "operator", "viewer");
    Role reader = AUTHOR.toBuilder().clearPermissions().addPermissions("policy:read").build();
    put(reader);
    assertThat(roles()).contains(reader).doesNotContain(AUTHOR);
    DeleteRoleRequest delete = DeleteRoleRequest.newBuilder().setRoleId("author").build();
    access.deleteRole(delete);
    assertThat(roles()).extracting(Role::getRoleId).doesNotContain("author");
    expect(Refusal.of(() -> access.deleteRole(delete)), Status.Code.NOT_FOUND, "author");
  }

  @Test
  void whatIsBuiltInCannotBeChanged() {
    expect(
        Refusal.of(() -> put(AUTHOR.toBuilder().setRoleId("viewer").build())),
        Status.Code.INVALID_ARGUMENT,
        "role viewer is built in");
    expect(
        Refusal.of(
            () -> access.deleteRole(DeleteRoleRequest.newBuilder().setRoleId("viewer").build())),
        Status.Code.INVALID_ARGUMENT,
        "role viewer is built in");
  }

  @Test
  void aGrantIsPutListedAndDeletedOnce() {
    Instant before = Instant.now();
    Timestamp end = TimeMessage.of(before.plus(Duration.ofDays(90)));
    Grant stored =
        access
            .putGrant(
                PutGrantRequest.newBuilder()
                    .setGrant(GRANT.toBuilder().setExpiresAt(end).setAssignedBy("somebody else"))
                    .build())
            .getGrant();
    assertThat(stored.getAssignedBy()).isEqualTo("admin");
    assertThat(stored.getAssignedAt().getSeconds())
        .isBetween(before.getEpochSecond(), Instant.now().getEpochSecond());
    assertThat(stored.getExpiresAt()).isEqualTo(end);
    assertThat(stored.toBuilder().clearAssignedBy().clearAssignedAt().clearExpiresAt().build())
        .isEqualTo(GRANT);
    assertThat(grants("globex")).containsExactly(stored);
    assertThat(grants("*")).isEmpty();
    access.deleteGrant(delete(GRANT));
    assertThat(grants("globex")).isEmpty();
    expect(
        Refusal.of(() -> access.deleteGrant(delete(GRANT))),
        Status.Code.NOT_FOUND,
        "vera does not have role operator for tenant globex");
  }

  @Test
  void aGrantWithoutAnEndHasNone() {
    Grant stored =
        access
            .putGrant(
                PutGrantRequest.newBuilder().setGrant(GRANT.toBuilder().setTenantId("*")).build())
            .getGrant();
    assertThat(stored.hasExpiresAt()).isFalse();
    assertThat(grants("*")).containsExactly(stored);
  }

  @Test
  void whatIsGrantedAndRevokedCountsForTheNextCall() throws Exception {
    var vera =
        TenantAdminGrpc.newBlockingStub(
            node.caller("authorization", "Bearer " + GrpcNode.VIEWER_TOKEN));
    GetTenantRequest request = GetTenantRequest.newBuilder().setTenantId("globex").build();
    assertThat(Refusal.of(() -> vera.getTenant(request)).status())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    access.putGrant(PutGrantRequest.newBuilder().setGrant(GRANT).build());
    assertThat(vera.getTenant(request).getTenant().getTenantId()).isEqualTo("globex");
    access.deleteGrant(delete(GRANT));
    assertThat(Refusal.of(() -> vera.getTenant(request)).status())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void whoAdministersOneTenantGrantsForThatOneOnly() throws Exception {
    put(GRANT.toBuilder().setRoleId("admin").build());
    AccessAdminBlockingStub vera =
        AccessAdminGrpc.newBlockingStub(
            node.caller("authorization", "Bearer " + GrpcNode.VIEWER_TOKEN));
    Grant zoe = GRANT.toBuilder().setUserId("zoe").build();
    assertThat(
            vera.putGrant(PutGrantRequest.newBuilder().setGrant(zoe).build())
                .getGrant()
                .getAssignedBy())
        .isEqualTo("vera");
    Grant everywhere = zoe.toBuilder().setTenantId("*").build();
    expect(
        Refusal.of(() -> vera.putGrant(PutGrantRequest.newBuilder().setGrant(everywhere).build())),
        Status.Code.PERMISSION_DENIED,
        "vera does not have rbac:write for all tenants");
  }

  @Test
  void whatCannotBeIsRefusedWithItsField() {
    Map<String, Runnable> refused = new LinkedHashMap<>();
    refused.put("role is missing", () -> access.putRole(PutRoleRequest.getDefaultInstance()));
    refused.put("role.role_id is missing", () -> put(AUTHOR.toBuilder().clearRoleId().build()));
    refused.put(
        "role.role_id is 'a b', must be 1 to 64 letters, digits, _ and -",
        () -> put(AUTHOR.toBuilder().setRoleId("a b").build()));
    refused.put(
        "role.description has 1001 characters, must have at most 1000",
        () -> put(AUTHOR.toBuilder().setDescription("x".repeat(1001)).build()));
    refused.put(
        "role.description has control characters, must have none",
        () -> put(AUTHOR.toBuilder().setDescription("a\0b").build()));
    refused.put(
        "role.permissions[2] is 'policy:fly', must be one of policy:read, policy:write, ",
        () -> put(AUTHOR.toBuilder().addPermissions("policy:fly").build()));
    refused.put(
        "role_id is missing", () -> access.deleteRole(DeleteRoleRequest.getDefaultInstance()));
    refused.put("tenant_id is missing", () -> grants(""));
    refused.put(
        "tenant_id is 'a b', must be 1 to 255 letters, digits and _ . - : /", () -> grants("a b"));
    refused.put("grant is missing", () -> access.putGrant(PutGrantRequest.getDefaultInstance()));
    refused.put("grant.user_id is missing", () -> put(GRANT.toBuilder().clearUserId().build()));
    refused.put(
        "grant.user_id is '" + "u".repeat(64) + "...', must be",
        () -> put(GRANT.toBuilder().setUserId("u".repeat(65)).build()));
    refused.put("grant.tenant_id is missing", () -> put(GRANT.toBuilder().clearTenantId().build()));
    refused.put(
        "grant.tenant_id is '**', must be", () -> put(GRANT.toBuilder().setTenantId("**").build()));
    refused.put("grant.role_id is missing", () -> put(GRANT.toBuilder().clearRoleId().build()));
    refused.put("there is no role pilot", () -> put(GRANT.toBuilder().setRoleId("pilot").build()));
    refused.put(
        "grant.expires_at.nanos is -1, must be from 0 to 999999999", () -> put(until(0, -1)));
    refused.put(
        "grant.expires_at.seconds is 253402300800, must be in the years 1 to 9999",
        () -> put(until(253_402_300_800L, 0)));
    refused.put(
        "grant.expires_at.seconds is " + Long.MIN_VALUE + ", must be",
        () -> put(until(Long.MIN_VALUE, 0)));
    refused.put(
        "user_id is missing", () -> access.deleteGrant(DeleteGrantRequest.getDefaultInstance()));
    refused.put(
        "tenant_id is 'a\u00e4', must be",
        () -> access.deleteGrant(delete(GRANT.toBuilder().setTenantId("a\u00e4").build())));
    refused.put(
        "role_id is '?', must be",
        () -> access.deleteGrant(delete(GRANT.toBuilder().setRoleId("\n").build())));
    refused.forEach(
        (message, call) -> expect(Refusal.of(call), Status.Code.INVALID_ARGUMENT, message));
    assertThat(node.router().administration().access().roles()).hasSize(3);
    assertThat(grants("globex")).isEmpty();
  }

  private static void expect(Refusal refusal, Status.Code status, String message) {
    assertThat(refusal.message()).contains(message);
    assertThat(refusal.status()).as(message).isEqualTo(status);
    assertThat(refusal.info().getDomain()).isEqualTo("beamline.router");
  }

  private void put(Role role) {
    access.putRole(PutRoleRequest.newBuilder().setRole(role).build());
  }

  private void put(Grant grant) {
    access.putGrant(PutGrantRequest.newBuilder().setGrant(grant).build());
  }

  private List<Role> roles() {
    return access.listRoles(ListRolesRequest.getDefaultInstance()).getRolesList();
  }

  private List<Grant> grants(String tenantId) {
    return access
        .listGrants(ListGrantsRequest.newBuilder().setTenantId(tenantId).build())
        .getGrantsList();
  }

  private static Grant until(long seconds, int nanos) {
    return GRANT.toBuilder()
        .setExpiresAt(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
  }

  private static DeleteGrantRequest delete(Grant grant) {
    return DeleteGrantRequest.newBuilder()
        .setUserId(grant.getUserId())
        .setTenantId(grant.getTenantId())
        .setRoleId(grant.getRoleId())
        .build();
  }
}
