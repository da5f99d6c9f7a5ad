package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.Permission;
import beamline.router.grpc.v1.ExecutionsGrpc;
import beamline.router.grpc.v1.ReportRequest;
import beamline.router.grpc.v1.ReportResponse;
import io.grpc.stub.StreamObserver;

/**
 * Takes reports of remote callers. These spend budgets and open breakers, so that each caller has
 * to show who it is, also where somebody who shows nothing may look.
 */
final class ExecutionsService extends ExecutionsGrpc.ExecutionsImplBase {
  private final RouterEngine router;
  private final AdminCalls calls;

  ExecutionsService(RouterEngine router, AdminCalls calls) {
    this.router = router;
    this.calls = calls;
  }

  @Override
  public void report(ReportRequest request, StreamObserver<ReportResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          if (ShownCredentials.ofCall() instanceof Credentials.None) {
            throw new RouterException(ErrorCode.UNAUTHENTICATED, "no credentials were shown");
          }
          ExecutionReport report = ReportMessage.read(request);
          administration.require(Permission.POLICY_READ, report.tenantId());
          router.report(report);
          return ReportResponse.getDefaultInstance();
        });
  }
}
