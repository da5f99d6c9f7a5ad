package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.grpc.v1.AuditAdminGrpc;
import beamline.router.grpc.v1.ListChainsRequest;
import beamline.router.grpc.v1.ListChainsResponse;
import beamline.router.grpc.v1.ReadEntriesRequest;
import beamline.router.grpc.v1.ReadEntriesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;

/** The audit log for remote callers. */
final class AuditService extends AuditAdminGrpc.AuditAdminImplBase {
  /** How many callers may be in the middle of reading. */
  static final int MOST_READERS = 64;

  private final AdminCalls calls;
  private final ErrorStatus errors;
  private final Semaphore readers = new Semaphore(MOST_READERS);

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
  public void readEntries(ReadEntriesRequest request, StreamObserver<ReadEntriesResponse> caller) {
    if (!readers.tryAcquire()) {
      caller.onError(
          errors.of(
              RouteRejection.of(
                  ErrorCode.SERVICE_OVERLOADED,
                  MOST_READERS + " calls read the audit log already")));
      return;
    }
    // Each call ends in one of these two ways, once its last message is out of the house.
    ServerCallStreamObserver<ReadEntriesResponse> reader =
        (ServerCallStreamObserver<ReadEntriesResponse>) caller;
    reader.setOnCancelHandler(readers::release);
    reader.setOnCloseHandler(readers::release);
    new EntryStream(calls, errors, reader, request).begin();
  }
}
