package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AdminQuestion;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.grpc.v1.DeleteExtensionRequest;
import beamline.router.grpc.v1.DeleteExtensionResponse;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.GetExtensionHealthRequest;
import beamline.router.grpc.v1.GetExtensionHealthResponse;
import beamline.router.grpc.v1.GetExtensionRequest;
import beamline.router.grpc.v1.GetExtensionResponse;
import beamline.router.grpc.v1.ListExtensionsRequest;
import beamline.router.grpc.v1.ListExtensionsResponse;
import beamline.router.grpc.v1.PutExtensionRequest;
import beamline.router.grpc.v1.PutExtensionResponse;
import beamline.router.grpc.v1.ReloadExtensionsRequest;
import beamline.router.grpc.v1.ReloadExtensionsResponse;
import beamline.router.grpc.v1.RollBackVersionRequest;
import beamline.router.grpc.v1.RollBackVersionResponse;
import beamline.router.grpc.v1.RollOutVersionRequest;
import beamline.router.grpc.v1.RollOutVersionResponse;
import beamline.router.grpc.v1.SetExtensionEnabledRequest;
import beamline.router.grpc.v1.SetExtensionEnabledResponse;
import beamline.router.grpc.v1.SetExtensionModeRequest;
import beamline.router.grpc.v1.SetExtensionModeResponse;
import com.google.protobuf.Struct;
import io.grpc.stub.StreamObserver;

/** The registry of extensions, and how they do, for remote callers. */
final class ExtensionService extends ExtensionAdminGrpc.ExtensionAdminImplBase {
  private static final String ID = "extension_id";

  private final AdminCalls calls;

  ExtensionService(AdminCalls calls) {
    this.calls = calls;
  }

  @Override
  public void listExtensions(
      ListExtensionsRequest request, StreamObserver<ListExtensionsResponse> caller) {
    calls.answer(
        caller,
        administration ->
            ListExtensionsResponse.newBuilder()
                .addAllExtensions(
                    administration.extensions().all().stream().map(ExtensionMessage::of).toList())
                .build());
  }

  @Override
  public void getExtension(
      GetExtensionRequest request, StreamObserver<GetExtensionResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String id = Fields.extension(ID, request.getExtensionId());
          return GetExtensionResponse.newBuilder()
              .setExtension(
                  ExtensionMessage.of(
                      administration.extensions().get(id).orElseThrow(() -> notFound(id))))
              .build();
        });
  }

  private static RouterException notFound(String id) {
    return new RouterException(
        ErrorCode.EXTENSION_NOT_FOUND, "extension " + id + " is not registered");
  }

  @Override
  public void putExtension(
      PutExtensionRequest request, StreamObserver<PutExtensionResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          Fields.require("extension", request.hasExtension());
          return PutExtensionResponse.newBuilder()
              .setExtension(
                  ExtensionMessage.of(
                      administration
                          .extensions()
                          .put(ExtensionMessage.document(request.getExtension()))))
              .build();
        });
  }

  @Override
  public void deleteExtension(
      DeleteExtensionRequest request, StreamObserver<DeleteExtensionResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          administration
              .extensions()
              .delete(
                  Fields.extension(ID, request.getExtensionId()),
                  Fields.revision("revision", request.getRevision()));
          return DeleteExtensionResponse.getDefaultInstance();
        });
  }

  @Override
  public void setExtensionEnabled(
      SetExtensionEnabledRequest request, StreamObserver<SetExtensionEnabledResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String id = Fields.extension(ID, request.getExtensionId());
          Fields.require("enabled", request.hasEnabled());
          return SetExtensionEnabledResponse.newBuilder()
              .setExtension(
                  ExtensionMessage.of(administration.extensions().enable(id, request.getEnabled())))
              .build();
        });
  }

  @Override
  public void rollOutVersion(
      RollOutVersionRequest request, StreamObserver<RollOutVersionResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String id = Fields.extension(ID, request.getExtensionId());
          Fields.require("version_json", !request.getVersionJson().isEmpty());
          return RollOutVersionResponse.newBuilder()
              .setExtension(
                  ExtensionMessage.of(
                      administration.extensions().rollOut(id, request.getVersionJson())))
              .build();
        });
  }

  @Override
  public void rollBackVersion(
      RollBackVersionRequest request, StreamObserver<RollBackVersionResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          String id = Fields.extension(ID, request.getExtensionId());
          String version = Fields.name("version", request.getVersion());
          return RollBackVersionResponse.newBuilder()
              .setExtension(ExtensionMessage.of(administration.extensions().rollBack(id, version)))
              .build();
        });
  }

  @Override
  public void setExtensionMode(
      SetExtensionModeRequest request, StreamObserver<SetExtensionModeResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          PolicyKey policy = RemotePolicies.key(request.getTenantId(), request.getPolicyId());
          PolicyDocument stored =
              administration
                  .extensions()
                  .mode(
                      policy,
                      Fields.extension(ID, request.getExtensionId()),
                      ExtensionMessage.mode(request.getModeValue()));
          return SetExtensionModeResponse.newBuilder()
              .setRevision(stored.revision())
              .setPolicyJson(stored.json())
              .build();
        });
  }

  @Override
  public void reloadExtensions(
      ReloadExtensionsRequest request, StreamObserver<ReloadExtensionsResponse> caller) {
    calls.answer(
        caller,
        administration -> {
          administration.extensions().reload();
          return ReloadExtensionsResponse.getDefaultInstance();
        });
  }

  @Override
  public void getExtensionHealth(
      GetExtensionHealthRequest request, StreamObserver<GetExtensionHealthResponse> caller) {
    calls.answer(
        caller,
        administration ->
            GetExtensionHealthResponse.newBuilder()
                .addAllExtensions(
                    ExtensionMessage.health(
                        Questions.ask(
                            administration,
                            AdminQuestion.EXTENSION_HEALTH,
                            Struct.getDefaultInstance())))
                .build());
  }
}
