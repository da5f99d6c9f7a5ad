package beamline.router.grpc;

import beamline.router.grpc.v1.AuditAdminGrpc;
import beamline.router.grpc.v1.AuditEntry;
import beamline.router.grpc.v1.ListChainsRequest;
import beamline.router.grpc.v1.ListChainsResponse;
import beamline.router.grpc.v1.ReadEntriesRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The audit log for remote callers. */
final class AuditService extends AuditAdminGrpc.AuditAdminImplBase {
  private final AdminCalls calls;
  private final ErrorStatus errors;

  AuditService(AdminCalls calls, ErrorStatus errors) {
    this.calls = calls;
    this.errors = errors;
  }

  @Override
  public void listChains(ListChainsRequest request, StreamObserver<ListChainsResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListChainsResponse.newBuilder().addAllChains(administration.audit().chains()).build());
  }

  @Override
  public void readEntries(ReadEntriesRequest request, StreamObserver<AuditEntry> caller) {
    new EntryStream(calls, errors, (ServerCallStreamObserver<AuditEntry>) caller, request).begin();
  }
}
