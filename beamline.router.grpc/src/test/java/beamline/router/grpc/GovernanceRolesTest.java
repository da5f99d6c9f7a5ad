package beamline.router.grpc;

import static beamline.router.api.admin.Permission.ACCESS_READ;
import static beamline.router.api.admin.Permission.ACCESS_WRITE;
import static beamline.router.api.admin.Permission.CONFIG_READ;
import static beamline.router.api.admin.Permission.CONFIG_WRITE;
import static beamline.router.api.admin.Permission.EXTENSION_READ;
import static beamline.router.api.admin.Permission.EXTENSION_WRITE;
import static beamline.router.api.admin.Permission.POLICY_WRITE;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.BudgetKey;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.Role;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.Budget;
import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.Controls;
import beamline.router.grpc.v1.DeleteBudgetRequest;
import beamline.router.grpc.v1.DeleteExtensionRequest;
import beamline.router.grpc.v1.DeleteGrantRequest;
import beamline.router.grpc.v1.DeleteRoleRequest;
import beamline.router.grpc.v1.Extension;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.GetControlsRequest;
import beamline.router.grpc.v1.GetExtensionHealthRequest;
import beamline.router.grpc.v1.GetExtensionRequest;
import beamline.router.grpc.v1.GetTenantRequest;
import beamline.router.grpc.v1.ListBudgetsRequest;
import beamline.router.grpc.v1.ListExtensionsRequest;
import beamline.router.grpc.v1.ListGrantsRequest;
import beamline.router.grpc.v1.ListRolesRequest;
import beamline.router.grpc.v1.ListTenantsRequest;
import beamline.router.grpc.v1.ListViolationsRequest;
import beamline.router.grpc.v1.PutBudgetRequest;
import beamline.router.grpc.v1.PutControlsRequest;
import beamline.router.grpc.v1.PutExtensionRequest;
import beamline.router.grpc.v1.PutGrantRequest;
import beamline.router.grpc.v1.PutRoleRequest;
import beamline.router.grpc.v1.PutTenantRequest;
import beamline.router.grpc.v1.ReloadExtensionsRequest;
import beamline.router.grpc.v1.RollBackVersionRequest;
import beamline.router.grpc.v1.RollOutVersionRequest;
import beamline.router.grpc.v1.SetExtensionEnabledRequest;
import beamline.router.grpc.v1.SetExtensionModeRequest;
import beamline.router.grpc.v1.Tenant;
import beamline.router.grpc.v1.TenantAdminGrpc;
import beamline.router.testkit.RecordingAuditSink;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every method that administers roles, tenants, controls and extensions, by everybody. */
class GovernanceRolesTest {
  private static final String OWN = "acme";
  private static final String OTHER = "globex";

  private static final String GUARDED =
      "{\"providers\":[\"gpt\"],\"validators\":[{\"id\":\"guard\"}]}";
  private static final String GUARD =
      "{\"type\":\"validator\",\"subject\":\"ext.guard\",\"versions\":[{\"version\":\"v2\"}]}";

  @TempDir static Path folder;

  private final RecordingAuditSink audit = new RecordingAuditSink();
  private final List<Method> methods =
      List.of(
          ofTheRouter("ListRoles", ACCESS_READ, this::listRoles),
          ofTheRouter("PutRole", ACCESS_WRITE, this::putRole),
          ofTheRouter("DeleteRole", ACCESS_WRITE, this::deleteRole),
          ofATenant("ListGrants", ACCESS_READ, "get", this::listGrants),
          ofATenant("PutGrant", ACCESS_WRITE, "assign", this::putGrant),
          ofATenant("DeleteGrant", ACCESS_WRITE, "revoke", this::deleteGrant),
          ofATenant("GetTenant", CONFIG_READ, "get", this::getTenant),
          ofTheRouter("ListTenants", CONFIG_READ, this::listTenants),
          ofATenant("PutTenant", CONFIG_WRITE, "put", this::putTenant),
          ofATenant("ListBudgets", CONFIG_READ, "get", this::listBudgets),
          ofATenant("PutBudget", CONFIG_WRITE, "put", this::putBudget),
          ofATenant("DeleteBudget", CONFIG_WRITE, "delete", this::deleteBudget),
          ofATenant("ListViolations", CONFIG_READ, "get", this::listViolations),
          ofTheRouter("GetControls", CONFIG_READ, this::getControls),
          ofTheRouter("PutControls", CONFIG_WRITE, this::putControls),
          ofTheRouter("ListExtensions", EXTENSION_READ, this::listExtensions),
          ofTheRouter("GetExtension", EXTENSION_READ, this::getExtension),
          ofTheRouter("GetExtensionHealth", EXTENSION_READ, this::getExtensionHealth),
          ofTheRouter("PutExtension", EXTENSION_WRITE, this::putExtension),
          ofTheRouter("SetExtensionEnabled", EXTENSION_WRITE, this::setExtensionEnabled),
          ofTheRouter("RollOutVersion", EXTENSION_WRITE, this::rollOutVersion),
          ofTheRouter("RollBackVersion", EXTENSION_WRITE, this::rollBackVersion),
          ofTheRouter("ReloadExtensions", EXTENSION_WRITE, this::reloadExtensions),
          ofTheRouter("DeleteExtension", EXTENSION_WRITE, this::deleteExtension),
          ofATenant("SetExtensionMode", POLICY_WRITE, "get", this::setExtensionMode));
  private GrpcNode node;

  @BeforeEach
  void start() throws Exception {
    node = GrpcNode.start(folder, Map.of(), audit);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void thereIsNoOtherMethod() {
    assertThat(methods)
        .extracting(Method::name)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    AccessAdminGrpc.getServiceDescriptor(),
                    TenantAdminGrpc.getServiceDescriptor(),
                    ControlAdminGrpc.getServiceDescriptor(),
                    ExtensionAdminGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getBareMethodName)
                .toList());
  }

  @Test
  void theKeyOfTheAdministratorMayDoEverythingAndAWrongOneAndNoneNothing() throws Exception {
    Channel admin = node.caller("x-api-key", GrpcNode.ADMIN_KEY);
    Channel wrong = node.caller("x-api-key", GrpcNode.ADMIN_KEY + "x");
    Channel nobody = node.channel();
    for (Method method : methods) {
      prepare(OWN);
      assertThat(status(method, nobody, OWN))
          .as("%s by nobody", method.name())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(status(method, wrong, OWN))
          .as("%s by a wrong key", method.name())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(status(method, admin, OWN))
          .as("%s by the administrator", method.name())
          .isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void aRoleAllowsWhatItSaysForWhomItWasGranted() throws Exception {
    Channel vera = node.caller("authorization", "Bearer " + GrpcNode.VIEWER_TOKEN);
    for (String scope : List.of(OWN, Grant.ALL_TENANTS)) {
      for (Optional<Role> role : roles()) {
        grantVera(role, scope);
        for (Method method : methods) {
          for (String tenantId : List.of(OWN, OTHER)) {
            boolean allowed = allows(role, scope, method, tenantId);
            if (allowed) {
              prepare(tenantId);
            }
            assertThat(status(method, vera, tenantId))
                .as(
                    "%s for %s by %s of %s",
                    method.name(), tenantId, role.map(Role::id).orElse("nobody"), scope)
                .isEqualTo(allowed ? Status.Code.OK : Status.Code.PERMISSION_DENIED);
          }
        }
      }
    }
  }

  @Test
  void whatTheAdministratorOfOneTenantTriesWithAnotherIsWrittenDown() throws Exception {
    grantVera(Optional.of(Role.ADMIN), OWN);
    Channel vera = node.caller("authorization", "Bearer " + GrpcNode.VIEWER_TOKEN);
    List<String> expected = new ArrayList<>();
    for (Method method : methods) {
      if (method.ofATenant()) {
        expected.add(method.action() + "_denied");
        assertThat(status(method, vera, OTHER)).isEqualTo(Status.Code.PERMISSION_DENIED);
      }
    }
    eventually("every refusal is recorded", () -> refusals().size() == expected.size());
    assertThat(refusals())
        .allSatisfy(body -> assertThat(body).contains("\"tenant_id\":\"" + OTHER + "\""))
        .zipSatisfy(
            expected, (body, action) -> assertThat(body).contains("\"action\":\"" + action + "\""));
    assertThat(node.router().administration().limits().of(OTHER).revision()).isZero();
    assertThat(node.router().administration().access().grants(OTHER)).isEmpty();
  }

  private List<String> refusals() {
    return audit.entries().stream()
        .map(AuditEntry::body)
        .filter(body -> body.contains("\"actor\":\"vera\"") && body.contains("_denied\""))
        .toList();
  }

  /** The built-in ones, and none. */
  private static List<Optional<Role>> roles() {
    return Stream.concat(
            Role.builtIn().stream().map(Optional::of), Stream.of(Optional.<Role>empty()))
        .toList();
  }

  private static boolean allows(Optional<Role> role, String scope, Method method, String tenantId) {
    boolean reaches =
        scope.equals(Grant.ALL_TENANTS) || (method.ofATenant() && scope.equals(tenantId));
    return reaches && role.isPresent() && role.get().permissions().contains(method.permission());
  }

  /** Vera, with this role and no other. */
  private void grantVera(Optional<Role> role, String scope) {
    var access = node.router().administration().access();
    for (Role other : Role.builtIn()) {
      access.revoke("vera", OWN, other.id());
      access.revoke("vera", Grant.ALL_TENANTS, other.id());
    }
    role.ifPresent(granted -> access.grant(Grant.of("vera", scope, granted.id())));
  }

  /** What is to be removed is there, and what is to be put is not. */
  private void prepare(String tenantId) {
    var host = node.router().administration();
    host.access().putRole(new Role("author", "", Set.of(Permission.POLICY_READ)));
    host.access().grant(Grant.of("zoe", tenantId, "viewer"));
    host.budgets()
        .put(
            BudgetKey.ofTenant(tenantId),
            new beamline.router.api.admin.Budget(
                1_000_000, beamline.router.api.admin.Budget.Period.DAY));
    if (host.policies().get(new PolicyKey(tenantId, "guarded")).isEmpty()) {
      host.policies().put(PolicyDocument.of(tenantId, "guarded", GUARDED));
    }
    host.extensions().put(ExtensionDocument.of("guard", GUARD).inPlaceOf(guardRevision()));
  }

  private long guardRevision() {
    return node.router()
        .administration()
        .extensions()
        .get("guard")
        .map(ExtensionDocument::revision)
        .orElse(0L);
  }

  private static Status.Code status(Method method, Channel caller, String tenantId) {
    try {
      method.call().by(caller, tenantId);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private void listRoles(Channel caller, String tenantId) {
    AccessAdminGrpc.newBlockingStub(caller).listRoles(ListRolesRequest.getDefaultInstance());
  }

  private void putRole(Channel caller, String tenantId) {
    AccessAdminGrpc.newBlockingStub(caller)
        .putRole(
            PutRoleRequest.newBuilder()
                .setRole(
                    beamline.router.grpc.v1.Role.newBuilder()
                        .setRoleId("author")
                        .addPermissions("policy:write"))
                .build());
  }

  private void deleteRole(Channel caller, String tenantId) {
    AccessAdminGrpc.newBlockingStub(caller)
        .deleteRole(DeleteRoleRequest.newBuilder().setRoleId("author").build());
  }

  private void listGrants(Channel caller, String tenantId) {
    AccessAdminGrpc.newBlockingStub(caller)
        .listGrants(ListGrantsRequest.newBuilder().setTenantId(tenantId).build());
  }

  private void putGrant(Channel caller, String tenantId) {
    AccessAdminGrpc.newBlockingStub(caller)
        .putGrant(
            PutGrantRequest.newBuilder()
                .setGrant(
                    beamline.router.grpc.v1.Grant.newBuilder()
                        .setUserId("zoe")
                        .setTenantId(tenantId)
                        .setRoleId("viewer"))
                .build());
  }

  private void deleteGrant(Channel caller, String tenantId) {
    AccessAdminGrpc.newBlockingStub(caller)
        .deleteGrant(
            DeleteGrantRequest.newBuilder()
                .setUserId("zoe")
                .setTenantId(tenantId)
                .setRoleId("viewer")
                .build());
  }

  private void getTenant(Channel caller, String tenantId) {
    TenantAdminGrpc.newBlockingStub(caller)
        .getTenant(GetTenantRequest.newBuilder().setTenantId(tenantId).build());
  }

  private void listTenants(Channel caller, String tenantId) {
    TenantAdminGrpc.newBlockingStub(caller).listTenants(ListTenantsRequest.getDefaultInstance());
  }

  private void putTenant(Channel caller, String tenantId) {
    long revision = node.router().administration().limits().of(tenantId).revision();
    TenantAdminGrpc.newBlockingStub(caller)
        .putTenant(
            PutTenantRequest.newBuilder()
                .setTenant(
                    Tenant.newBuilder()
                        .setTenantId(tenantId)
                        .setRevision(revision)
                        .setTier("premium"))
                .build());
  }

  private void listBudgets(Channel caller, String tenantId) {
    TenantAdminGrpc.newBlockingStub(caller)
        .listBudgets(ListBudgetsRequest.newBuilder().setTenantId(tenantId).build());
  }

  private void putBudget(Channel caller, String tenantId) {
    TenantAdminGrpc.newBlockingStub(caller)
        .putBudget(
            PutBudgetRequest.newBuilder()
                .setTenantId(tenantId)
                .setBudget(Budget.newBuilder().setMicros(1).setPeriod(Budget.Period.HOUR))
                .build());
  }

  private void deleteBudget(Channel caller, String tenantId) {
    TenantAdminGrpc.newBlockingStub(caller)
        .deleteBudget(DeleteBudgetRequest.newBuilder().setTenantId(tenantId).build());
  }

  private void listViolations(Channel caller, String tenantId) {
    TenantAdminGrpc.newBlockingStub(caller)
        .listViolations(ListViolationsRequest.newBuilder().setTenantId(tenantId).build());
  }

  private void getControls(Channel caller, String tenantId) {
    ControlAdminGrpc.newBlockingStub(caller).getControls(GetControlsRequest.getDefaultInstance());
  }

  private void putControls(Channel caller, String tenantId) {
    ControlAdminGrpc.newBlockingStub(caller)
        .putControls(
            PutControlsRequest.newBuilder()
                .setControls(Controls.newBuilder().setAssignmentsEnabled(true))
                .build());
  }

  private void listExtensions(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .listExtensions(ListExtensionsRequest.getDefaultInstance());
  }

  private void getExtension(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .getExtension(GetExtensionRequest.newBuilder().setExtensionId("guard").build());
  }

  private void getExtensionHealth(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .getExtensionHealth(GetExtensionHealthRequest.getDefaultInstance());
  }

  private void putExtension(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .putExtension(
            PutExtensionRequest.newBuilder()
                .setExtension(
                    Extension.newBuilder()
                        .setExtensionId("guard")
                        .setJson(GUARD)
                        .setRevision(guardRevision()))
                .build());
  }

  private void setExtensionEnabled(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .setExtensionEnabled(
            SetExtensionEnabledRequest.newBuilder()
                .setExtensionId("guard")
                .setEnabled(false)
                .build());
  }

  private void rollOutVersion(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .rollOutVersion(
            RollOutVersionRequest.newBuilder()
                .setExtensionId("guard")
                .setVersionJson("{\"version\":\"v3\"}")
                .build());
  }

  private void rollBackVersion(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .rollBackVersion(
            RollBackVersionRequest.newBuilder().setExtensionId("guard").setVersion("v2").build());
  }

  private void reloadExtensions(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .reloadExtensions(ReloadExtensionsRequest.getDefaultInstance());
  }

  private void deleteExtension(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .deleteExtension(
            DeleteExtensionRequest.newBuilder()
                .setExtensionId("guard")
                .setRevision(guardRevision())
                .build());
  }

  private void setExtensionMode(Channel caller, String tenantId) {
    ExtensionAdminGrpc.newBlockingStub(caller)
        .setExtensionMode(
            SetExtensionModeRequest.newBuilder()
                .setTenantId(tenantId)
                .setPolicyId("guarded")
                .setExtensionId("guard")
                .setMode(SetExtensionModeRequest.Mode.WARN)
                .build());
  }

  private static Method ofTheRouter(String name, Permission permission, Call call) {
    return new Method(name, permission, false, "", call);
  }

  private static Method ofATenant(String name, Permission permission, String action, Call call) {
    return new Method(name, permission, true, action, call);
  }

  /** What it needs for whom, and how the audit log calls it. */
  private record Method(
      String name, Permission permission, boolean ofATenant, String action, Call call) {}

  private interface Call {
    void by(Channel caller, String tenantId);
  }
}
