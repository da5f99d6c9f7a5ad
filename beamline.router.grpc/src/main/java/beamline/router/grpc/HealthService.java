package beamline.router.grpc;

import beamline.router.api.admin.Health;
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
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;

/**
 * The standard health service. Who decides serves while the router is ready for work; who
 * administers serves while it is not down, so that what is wrong can be looked at and put right.
 */
final class HealthService extends HealthGrpc.HealthImplBase {
  private static final Set<String> WORK =
      Set.of("", RouterGrpc.SERVICE_NAME, ExecutionsGrpc.SERVICE_NAME);
  private static final Set<String> ADMINISTRATION =
      Set.of(
          RouterAdminGrpc.SERVICE_NAME,
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
    Asked asked = asked(request);
    if (asked == Asked.UNKNOWN) {
      caller.onError(
          Status.NOT_FOUND.withDescription("there is no such service").asRuntimeException());
      return;
    }
    caller.onNext(HealthCheckResponse.newBuilder().setStatus(watches.status(asked)).build());
    caller.onCompleted();
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> caller) {
    watches.add((ServerCallStreamObserver<HealthCheckResponse>) caller, asked(request));
  }

  private static Asked asked(HealthCheckRequest request) {
    String service = request.getService();
    if (WORK.contains(service)) {
      return Asked.WORK;
    }
    return ADMINISTRATION.contains(service) ? Asked.ADMINISTRATION : Asked.UNKNOWN;
  }

  /** Whose health somebody asks for. */
  enum Asked {
    WORK,
    ADMINISTRATION,
    UNKNOWN;

    /** What to tell about it. */
    ServingStatus status(Health health) {
      return switch (this) {
        case WORK -> serving(health.ready());
        case ADMINISTRATION -> serving(health.status() != Health.Status.DOWN);
        case UNKNOWN -> ServingStatus.SERVICE_UNKNOWN;
      };
    }

    private static ServingStatus serving(boolean is) {
      return is ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }
  }
}
