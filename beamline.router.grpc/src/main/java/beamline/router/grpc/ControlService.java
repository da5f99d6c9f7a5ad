package beamline.router.grpc;

import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.GetControlsRequest;
import beamline.router.grpc.v1.GetControlsResponse;
import beamline.router.grpc.v1.PutControlsRequest;
import beamline.router.grpc.v1.PutControlsResponse;
import io.grpc.stub.StreamObserver;

/** What can be changed while the router runs, for remote callers. */
final class ControlService extends ControlAdminGrpc.ControlAdminImplBase {
  private final AdminCalls calls;

  ControlService(AdminCalls calls) {
    this.calls = calls;
  }

  @Override
  public void getControls(GetControlsRequest request, StreamObserver<GetControlsResponse> caller) {
    calls.answer(
        caller,
        administration ->
            GetControlsResponse.newBuilder()
                .setControls(ControlsMessage.of(administration.controls()))
                .build());
  }

  @Override
  public void putControls(PutControlsRequest request, StreamObserver<PutControlsResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          Fields.require("controls", request.hasControls());
          ControlChanges.of(request.getControls()).make(administration.controls());
          return PutControlsResponse.newBuilder().setControls(request.getControls()).build();
        });
  }
}
