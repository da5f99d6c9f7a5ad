package beamline.router.grpc;

import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.v1.AccessAdminGrpc;
import beamline.router.grpc.v1.AuditAdminGrpc;
import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.ExecutionsGrpc;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.TenantAdminGrpc;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;

/** The standard health service. A router that still decides serves, however badly. */
final class HealthService extends HealthGrpc.HealthImplBase {
  private static final Set<String> NAMES =
      Set.of(
          "",
          RouterGrpc.SERVICE_NAME,
          RouterAdminGrpc.SERVICE_NAME,
          ExecutionsGrpc.SERVICE_NAME,
          AccessAdminGrpc.SERVICE_NAME,
          TenantAdminGrpc.SERVICE_NAME,
          ControlAdminGrpc.SERVICE_NAME,
          ExtensionAdminGrpc.SERVICE_NAME,
          AuditAdminGrpc.SERVICE_NAME);

  private final HealthWatches watches;

  HealthService(HealthWatches watches) {
    this.watches = watches;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> caller) {
    if (!NAMES.contains(request.getService())) {
      caller.onError(
          Status.NOT_FOUND.withDescription("there is no such service").asRuntimeException());
      return;
    }
    caller.onNext(HealthCheckResponse.newBuilder().setStatus(watches.status()).build());
    caller.onCompleted();
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> caller) {
    watches.add(
        (ServerCallStreamObserver<HealthCheckResponse>) caller,
        NAMES.contains(request.getService()));
  }
}
