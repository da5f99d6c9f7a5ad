package beamline.router.grpc;

import static beamline.router.api.admin.Permission.EXTENSION_READ;
import static beamline.router.api.admin.Permission.METRICS_READ;
import static beamline.router.api.admin.Permission.POLICY_DELETE;
import static beamline.router.api.admin.Permission.POLICY_READ;
import static beamline.router.api.admin.Permission.POLICY_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.grpc.flow.v1.RouterAdminGrpc.RouterAdminBlockingStub;
import beamline.router.proto.flow.v1.AdminPolicy;
import beamline.router.proto.flow.v1.AdminProvider;
import beamline.router.proto.flow.v1.DeletePolicyRequest;
import beamline.router.proto.flow.v1.GetPolicyRequest;
import beamline.router.proto.flow.v1.GetValidatorsHealthRequest;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.UpsertPolicyRequest;
import beamline.router.testkit.RecordingAuditSink;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role, every method, for its own tenant and for another one. */
class RolesTest {
  private static final String OWN = "acme";
  private static final Pattern PASSED_OVER = Pattern.compile("\"passed_over\":([0-9]+)");
  private static final String OTHER = "globex";
  private static final List<Method> METHODS =
      List.of(
          new Method("UpsertPolicy", POLICY_WRITE, RolesTest::upsert),
          new Method("GetPolicy", POLICY_READ, RolesTest::get),
          new Method("ListPolicies", POLICY_READ, RolesTest::list),
          new Method(
              "DryRunPipeline",
              POLICY_READ,
              (admin, tenant) -> admin.dryRunPipeline(question(tenant))),
          new Method(
              "GetPipelineComplexity",
              POLICY_READ,
              (admin, tenant) -> admin.getPipelineComplexity(question(tenant))),
          new Method(
              "GetCircuitBreakerStates",
              METRICS_READ,
              (admin, tenant) -> admin.getCircuitBreakerStates(question(tenant))),
          new Method("DeletePolicy", POLICY_DELETE, RolesTest::delete));
  private static final List<Method> METHODS_OF_THE_ROUTER =
      List.of(
          new Method(
              "GetExtensionHealth",
              EXTENSION_READ,
              (admin, tenant) -> admin.getExtensionHealth(question(tenant))),
          new Method(
              "GetValidatorsHealth",
              EXTENSION_READ,
              (admin, tenant) ->
                  admin.getValidatorsHealth(GetValidatorsHealthRequest.getDefaultInstance())));

  @TempDir static Path folder;

  private final RecordingAuditSink audit = new RecordingAuditSink();
  private int refusals;

  @Test
  void aRoleOfATenantAllowsWhatItSaysForThatTenantAndEveryRefusalIsCounted() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), audit)) {
      for (Optional<Role> role : roles()) {
        RouterAdminBlockingStub caller = caller(node, role, OWN);
        for (Method method : METHODS) {
          store(node, OWN);
          store(node, OTHER);
          expect(method, role, caller, OWN, allows(role, method));
          expect(method, role, caller, OTHER, false);
        }
        for (Method method : METHODS_OF_THE_ROUTER) {
          expect(method, role, caller, OWN, false);
        }
      }
      everyRefusalIsCounted(node);
    }
  }

  @Test
  void aRoleOfAllTenantsAllowsItForEveryTenantAndForTheRouter() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), audit)) {
      for (Optional<Role> role : roles()) {
        RouterAdminBlockingStub caller = caller(node, role, Grant.ALL_TENANTS);
        List<Method> all = new ArrayList<>(METHODS);
        all.addAll(METHODS_OF_THE_ROUTER);
        for (Method method : all) {
          for (String tenant : new String[] {OWN, OTHER}) {
            store(node, tenant);
            expect(method, role, caller, tenant, allows(role, method));
          }
        }
      }
      everyRefusalIsCounted(node);
    }
  }

  @Test
  void theHealthOfTheRouterAndOfItsExtensionsNeedsThePermissionForEach() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), audit)) {
      Method health = METHODS_OF_THE_ROUTER.get(1);
      for (Set<Permission> some :
          List.of(
              Set.of(EXTENSION_READ), Set.of(METRICS_READ), Set.of(EXTENSION_READ, METRICS_READ))) {
        Role role = new Role("some", "", some);
        node.router().administration().access().putRole(role);
        RouterAdminBlockingStub caller = caller(node, Optional.of(role), Grant.ALL_TENANTS);
        expect(health, Optional.of(role), caller, OWN, some.size() == 2);
      }
    }
  }

  /** The built-in ones, and none. */
  private static List<Optional<Role>> roles() {
    List<Optional<Role>> roles = new ArrayList<>();
    Role.builtIn().forEach(role -> roles.add(Optional.of(role)));
    roles.add(Optional.empty());
    return roles;
  }

  private static boolean allows(Optional<Role> role, Method method) {
    return role.isPresent() && role.get().permissions().contains(method.permission());
  }

  /** Vera, with this role and no other. */
  private static RouterAdminBlockingStub caller(GrpcNode node, Optional<Role> role, String tenantId)
      throws Exception {
    var access = node.router().administration().access();
    for (Role other : Role.builtIn()) {
      access.revoke("vera", OWN, other.id());
      access.revoke("vera", Grant.ALL_TENANTS, other.id());
    }
    role.ifPresent(granted -> access.grant(Grant.of("vera", tenantId, granted.id())));
    return node.admin("authorization", "Bearer " + GrpcNode.VIEWER_TOKEN);
  }

  private void expect(
      Method method,
      Optional<Role> role,
      RouterAdminBlockingStub caller,
      String tenantId,
      boolean allowed) {
    Status.Code expected = allowed ? Status.Code.OK : Status.Code.PERMISSION_DENIED;
    refusals += allowed ? 0 : 1;
    assertThat(status(method, caller, tenantId))
        .as("%s by %s for %s", method.name(), role.map(Role::id).orElse("nobody"), tenantId)
        .isEqualTo(expected);
  }

  private static Status.Code status(
      Method method, RouterAdminBlockingStub caller, String tenantId) {
    try {
      method.call().by(caller, tenantId);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  /** One record tells how many were passed over before it: in the next second there is one. */
  private void everyRefusalIsCounted(GrpcNode node) throws Exception {
    RouterAdminBlockingStub caller = caller(node, Optional.empty(), OWN);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    do {
      expect(METHODS.get(0), Optional.empty(), caller, OWN, false);
    } while (refusalsOfVera() != refusals && System.nanoTime() - deadline < 0);
    assertThat(refusalsOfVera()).isEqualTo(refusals);
  }

  /** Those that were written down, and those that these say were not. */
  private int refusalsOfVera() {
    int counted = 0;
    for (AuditEntry entry : audit.entries()) {
      if (entry.body().contains("\"actor\":\"vera\"") && entry.body().contains("_denied\"")) {
        Matcher passedOver = PASSED_OVER.matcher(entry.body());
        counted += 1 + (passedOver.find() ? Integer.parseInt(passedOver.group(1)) : 0);
      }
    }
    return counted;
  }

  /** A policy that somebody else has created. */
  private static void store(GrpcNode node, String tenantId) throws Exception {
    upsert(node.admin("x-api-key", GrpcNode.ADMIN_KEY), tenantId);
  }

  private static void upsert(RouterAdminBlockingStub admin, String tenantId) {
    admin.upsertPolicy(
        UpsertPolicyRequest.newBuilder()
            .setTenantId(tenantId)
            .setPolicy(
                AdminPolicy.newBuilder()
                    .setPolicyId("default")
                    .addProviders(AdminProvider.newBuilder().setId("gpt").setWeight(1)))
            .build());
  }

  private static void get(RouterAdminBlockingStub admin, String tenantId) {
    admin.getPolicy(
        GetPolicyRequest.newBuilder().setTenantId(tenantId).setPolicyId("default").build());
  }

  private static void list(RouterAdminBlockingStub admin, String tenantId) {
    admin.listPolicies(ListPoliciesRequest.newBuilder().setTenantId(tenantId).build());
  }

  private static void delete(RouterAdminBlockingStub admin, String tenantId) {
    admin.deletePolicy(
        DeletePolicyRequest.newBuilder().setTenantId(tenantId).setPolicyId("default").build());
  }

  private static Struct question(String tenantId) {
    return Struct.newBuilder()
        .putFields("tenant_id", Value.newBuilder().setStringValue(tenantId).build())
        .putFields("policy_id", Value.newBuilder().setStringValue("default").build())
        .build();
  }

  private record Method(String name, Permission permission, Call call) {}

  private interface Call {
    void by(RouterAdminBlockingStub admin, String tenantId);
  }
}
