package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.ADMIN_KEY;
import static beamline.router.grpc.GrpcNode.OPERATOR_KEY;
import static beamline.router.grpc.GrpcNode.VIEWER_TOKEN;
import static beamline.router.grpc.GrpcNode.headers;
import static beamline.router.grpc.GrpcNode.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterAdminGrpc.RouterAdminBlockingStub;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc.RouterBlockingStub;
import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.AuditAdminGrpc;
import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.ExecutionsGrpc;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.TenantAdminGrpc;
import beamline.router.proto.flow.v1.DeletePolicyRequest;
import beamline.router.proto.flow.v1.GetCheckpointStatusRequest;
import beamline.router.proto.flow.v1.GetPolicyRequest;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a caller is taken for, and what it may do then. */
class CallersTest {
  private static final String POLICY = "{'providers':[{'name':'gpt','weight':1}]}";
  private static final GetPolicyRequest GET =
      GetPolicyRequest.newBuilder().setTenantId("acme").setPolicyId("default").build();
  private static final DeletePolicyRequest DELETE =
      DeletePolicyRequest.newBuilder().setTenantId("acme").setPolicyId("default").build();

  private static final List<ServiceDescriptor> ADMINISTRATION =
      List.of(
          RouterAdminGrpc.getServiceDescriptor(),
          AccessAdminGrpc.getServiceDescriptor(),
          TenantAdminGrpc.getServiceDescriptor(),
          ControlAdminGrpc.getServiceDescriptor(),
          ExtensionAdminGrpc.getServiceDescriptor(),
          AuditAdminGrpc.getServiceDescriptor());

  @TempDir static Path folder;

  @Test
  void aKeyIsShownByItselfOrAsABearerToken() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      assertThat(reads(node.admin("x-api-key", ADMIN_KEY))).isEqualTo(Status.Code.OK);
      assertThat(reads(node.admin("authorization", "bearer " + ADMIN_KEY)))
          .isEqualTo(Status.Code.OK);
      assertThat(reads(node.admin("x-api-key", OPERATOR_KEY))).isEqualTo(Status.Code.OK);
      assertThat(reads(node.admin("authorization", "Bearer " + VIEWER_TOKEN)))
          .isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void whoShowsNothingOrSomethingWrongIsNobody() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      assertThat(reads(node.admin())).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(reads(node.admin("x-api-key", ""))).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(reads(node.admin("x-api-key", ADMIN_KEY + "x")))
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(reads(node.admin("authorization", "Basic " + ADMIN_KEY)))
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      // a token is no key
      assertThat(reads(node.admin("x-api-key", VIEWER_TOKEN)))
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      // a right token behind a wrong key
      assertThat(
              reads(node.admin("x-api-key", "wrong-key", "authorization", "Bearer " + ADMIN_KEY)))
          .isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void theCertificateOfTheTlsSessionIsAPrincipal() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      RouterAdminBlockingStub carl = RouterAdminGrpc.newBlockingStub(node.channel("carl"));
      assertThat(reads(carl)).isEqualTo(Status.Code.OK);
      Refusal refusal = Refusal.of(() -> carl.deletePolicy(DELETE));
      assertThat(refusal.status()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(refusal.message()).startsWith("carl ");
      // a key goes before the certificate, right or wrong
      assertThat(reads(carl.withInterceptors(headers("x-api-key", "wrong-key"))))
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      carl.withInterceptors(headers("x-api-key", ADMIN_KEY)).deletePolicy(DELETE);
    }
  }

  @Test
  void whoMakesHimselfACertificateWithTheNameOfAnotherDoesNotGetAConnection() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      RouterAdminBlockingStub mallory = RouterAdminGrpc.newBlockingStub(node.channel("mallory"));
      assertThat(reads(mallory)).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void headersThatNameAUserOrATenantChangeNothing() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      RouterAdminBlockingStub viewer =
          node.admin(
              "authorization",
              "Bearer " + VIEWER_TOKEN,
              "x-user-id",
              "admin",
              "x-tenant-id",
              "acme");
      assertThat(Refusal.of(() -> viewer.deletePolicy(DELETE)).status())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(
              Refusal.of(
                      () ->
                          viewer.listPolicies(
                              ListPoliciesRequest.newBuilder().setTenantId("globex").build()))
                  .status())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void whatIsRevokedIsRefusedAtOnce() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      RouterAdminBlockingStub viewer = node.admin("authorization", "Bearer " + VIEWER_TOKEN);
      assertThat(reads(viewer)).isEqualTo(Status.Code.OK);
      node.router().administration().access().revoke("vera", "acme", "viewer");
      assertThat(reads(viewer)).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void everyMethodOfAdministrationAndEveryReportAsksWhoCalls() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      Channel channel = node.channel();
      List<ServiceDescriptor> services = new ArrayList<>(ADMINISTRATION);
      services.add(ExecutionsGrpc.getServiceDescriptor());
      for (ServiceDescriptor service : services) {
        for (var method : service.getMethods()) {
          assertThat(
                  Refusal.of(() -> Raw.call(channel, method.getFullMethodName(), new byte[0]))
                      .status())
              .as(method.getFullMethodName())
              .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
      }
      assertThat(
              node.admin("x-api-key", OPERATOR_KEY)
                  .getCheckpointStatus(GetCheckpointStatusRequest.getDefaultInstance())
                  .getStatus()
                  .getCp2PlusAllowed())
          .isTrue();
    }
  }

  @Test
  void decidingNeedsNoCredentialsUnlessItIsConfigured() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      assertThat(node.decider().decide(request("acme")).getProviderId()).isEqualTo("gpt");
    }
    try (GrpcNode node =
        GrpcNode.start(folder, Map.of("grpc.require-credentials", "true")).policy(POLICY)) {
      RouterBlockingStub nobody = node.decider();
      assertThat(Refusal.of(() -> nobody.decide(request("acme"))).status())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      RouterBlockingStub carl = RouterGrpc.newBlockingStub(node.channel("carl"));
      assertThat(carl.decide(request("acme")).getProviderId()).isEqualTo("gpt");
      assertThat(Refusal.of(() -> carl.decide(request("globex"))).status())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void administrationThatNobodyCouldUseIsNotServed() {
    RouterConfig config = RouterConfig.defaults();
    try (RouterEngine router = RouterEngine.builder().config(config).build()) {
      assertThatThrownBy(() -> GrpcServices.of(router, config).all())
          .isInstanceOf(RouterException.class)
          .hasMessageContainingAll("admin.grpc-enabled", "admin.api-key", "admin.anonymous");
      assertThat(names(GrpcServices.of(router, config.with("admin.anonymous", "true")).all()))
          .containsAll(ADMINISTRATION.stream().map(ServiceDescriptor::getName).toList());
      assertThat(names(GrpcServices.of(router, config.with("admin.grpc-enabled", "false")).all()))
          .contains(RouterGrpc.SERVICE_NAME, ExecutionsGrpc.SERVICE_NAME)
          .doesNotContainAnyElementsOf(
              ADMINISTRATION.stream().map(ServiceDescriptor::getName).toList());
    }
  }

  private static List<String> names(List<ServerServiceDefinition> services) {
    return services.stream().map(service -> service.getServiceDescriptor().getName()).toList();
  }

  private static Status.Code reads(RouterAdminBlockingStub caller) {
    try {
      caller.getPolicy(GET);
      return Status.Code.OK;
    } catch (io.grpc.StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
