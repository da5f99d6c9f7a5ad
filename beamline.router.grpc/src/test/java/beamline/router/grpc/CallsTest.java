package beamline.router.grpc;

import static beamline.router.grpc.GrpcNode.headers;
import static beamline.router.grpc.GrpcNode.request;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.proto.flow.v1.Message;
import beamline.router.proto.flow.v1.RouteRequest;
import beamline.router.testkit.FakeExtensionSource;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calls carry, and what a server says of itself. */
class CallsTest {
  private static final String POLICY = "{'providers':[{'name':'gpt','weight':1}]}";
  private static final String UUID = "3f0f7e0a-6b0c-4a56-9d2e-0a7f3f1f9a11";

  @TempDir static Path folder;

  @Test
  void aDecisionIsToldWithItsPolicy() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      var decision =
          node.decider()
              .decide(
                  RouteRequest.newBuilder()
                      .setMessage(
                          Message.newBuilder()
                              .setTenantId("acme")
                              .setMessageId("m-1")
                              .setPayload(ByteString.copyFromUtf8("{\"prompt\":\"hello\"}")))
                      .setPolicyId("default")
                      .putContext("user_id", "u1")
                      .build());
      assertThat(decision.getProviderId()).isEqualTo("gpt");
      assertThat(decision.getReason()).isEqualTo("weighted");
      assertThat(decision.getMetadataMap()).containsEntry("policy_id", "default");
    }
  }

  @Test
  void aMessageThatIsTooLongIsRefusedBeforeItIsParsed() throws Exception {
    try (GrpcNode node =
        GrpcNode.start(folder, Map.of("intake.max-payload-bytes", "1000")).policy(POLICY)) {
      RouteRequest large =
          request("acme").toBuilder().putContext("padding", "x".repeat(1000)).build();
      RouterGrpc.RouterBlockingStub decider = node.decider();
      Refusal refusal = Refusal.of(() -> decider.decide(large));
      assertThat(refusal.status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refusal.info().getReason()).isEqualTo("SCHEMA_VALIDATION_FAILED");
      assertThat(refusal.message()).contains("must be at most 1000");
      assertThat(decider.decide(request("acme")).getProviderId()).isEqualTo("gpt");
    }
  }

  @Test
  void aMessageThatIsTooLongForTheTransportIsRefusedByIt() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      RouteRequest huge =
          request("acme").toBuilder().putContext("padding", "x".repeat(5_000_000)).build();
      RouterGrpc.RouterBlockingStub decider = node.decider();
      assertThat(Refusal.of(() -> decider.decide(huge)).status())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @Test
  void bytesThatAreNoMessageAreTheClientsFault() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      Channel channel = node.channel();
      String decide = RouterGrpc.getDecideMethod().getFullMethodName();
      Refusal refusal = Refusal.of(() -> Raw.call(channel, decide, new byte[] {(byte) 0xFF, 1}));
      assertThat(refusal.status()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refusal.info().getReason()).isEqualTo("SCHEMA_VALIDATION_FAILED");
      Random random = new Random(42);
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[1 + random.nextInt(64)];
        random.nextBytes(bytes);
        assertThat(Refusal.of(() -> Raw.call(channel, decide, bytes)).status())
            .isEqualTo(Status.Code.INVALID_ARGUMENT);
      }
      assertThat(node.decider().decide(request("acme")).getProviderId()).isEqualTo("gpt");
    }
  }

  @Test
  void aDeadlineEndsTheCallAndAnAnswerThatComesLaterIsDropped() throws Exception {
    CompletableFuture<beamline.router.spi.Extension.Reply> late = new CompletableFuture<>();
    FakeExtensionSource extensions =
        new FakeExtensionSource()
            .with("slow", beamline.router.spi.Extension.Kind.VALIDATOR, call -> late);
    String slow =
        "{'providers':[{'name':'gpt','weight':1}],"
            + "'validators':[{'id':'slow','timeout_ms':5000}]}";
    try (GrpcNode node = GrpcNode.start(folder, Map.of(), extensions).policy(slow)) {
      RouterGrpc.RouterBlockingStub decider = node.decider();
      assertThat(
              Refusal.of(
                      () ->
                          decider
                              .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                              .decide(request("acme")))
                  .status())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      node.policyInstead(POLICY);
      assertThat(decider.decide(request("acme")).getProviderId()).isEqualTo("gpt");
    }
  }

  @Test
  void aCallThatIsLateAlreadyIsNotTakenUp() {
    ErrorStatus errors = new ErrorStatus(beamline.router.api.ErrorTable::defaults);
    AtomicReference<Throwable> told = new AtomicReference<>();
    io.grpc.Context.CancellableContext late = io.grpc.Context.current().withCancellation();
    late.cancel(null);
    late.run(
        () ->
            new Answer(errors)
                .with(
                    new StreamObserver<String>() {
                      @Override
                      public void onNext(String value) {
                        throw new AssertionError("it was taken up");
                      }

                      @Override
                      public void onError(Throwable refusal) {
                        told.set(refusal);
                      }

                      @Override
                      public void onCompleted() {}
                    },
                    () -> {
                      throw new AssertionError("it was taken up");
                    }));
    Refusal refusal = new Refusal((io.grpc.StatusRuntimeException) told.get());
    assertThat(refusal.info().getReason()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED.name());
  }

  @Test
  void aCorrelationIdIsSentBackIfItIsOne() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      assertThat(echo(node, "x-correlation-id", " " + UUID + " ")).isEqualTo(UUID);
      assertThat(echo(node, "correlation-id", "01ARZ3NDEKTSV4RRFFQ69G5FAV"))
          .isEqualTo("01ARZ3NDEKTSV4RRFFQ69G5FAV");
      assertThat(echo(node, "x-correlation-id", "anything")).isNull();
      assertThat(echo(node, "x-other", UUID)).isNull();
    }
  }

  @Test
  void healthIsThatOfTheRouter() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(node.channel());
      for (String service :
          new String[] {
            "",
            "beamline.flow.v1.Router",
            "beamline.flow.v1.RouterAdmin",
            "beamline.router.v1.AccessAdmin",
            "beamline.router.v1.TenantAdmin",
            "beamline.router.v1.ControlAdmin",
            "beamline.router.v1.ExtensionAdmin"
          }) {
        assertThat(health.check(named(service)).getStatus()).isEqualTo(ServingStatus.SERVING);
      }
      assertThat(Refusal.of(() -> health.check(named("beamline.flow.v2.Router"))).status())
          .isEqualTo(Status.Code.NOT_FOUND);
      node.router().drain(Duration.ofSeconds(1));
      assertThat(health.check(named("")).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  @Test
  void reflectionNamesTheServicesAndDescribesThem() throws Exception {
    try (GrpcNode node = GrpcNode.start(folder).policy(POLICY)) {
      ServerReflectionResponse services =
          reflect(node, ServerReflectionRequest.newBuilder().setListServices("").build());
      assertThat(services.getListServicesResponse().getServiceList())
          .extracting(ServiceResponse::getName)
          .contains(
              "beamline.flow.v1.Router",
              "beamline.flow.v1.RouterAdmin",
              "beamline.router.v1.AccessAdmin",
              "beamline.router.v1.TenantAdmin",
              "beamline.router.v1.ControlAdmin",
              "beamline.router.v1.ExtensionAdmin",
              "grpc.health.v1.Health");
      for (String symbol :
          new String[] {
            "beamline.flow.v1.Router.Decide",
            "beamline.router.v1.TenantAdmin.PutTenant",
            "beamline.router.v1.ExtensionAdmin.PutExtension"
          }) {
        ServerReflectionResponse file =
            reflect(
                node, ServerReflectionRequest.newBuilder().setFileContainingSymbol(symbol).build());
        assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount()).isPositive();
      }
    }
  }

  private static HealthCheckRequest named(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static String echo(GrpcNode node, String header, String value) throws Exception {
    AtomicReference<Metadata> received = new AtomicReference<>();
    node.decider()
        .withInterceptors(
            headers(header, value),
            MetadataUtils.newCaptureMetadataInterceptor(received, new AtomicReference<>()))
        .decide(request("acme"));
    return received
        .get()
        .get(Metadata.Key.of("x-correlation-id", Metadata.ASCII_STRING_MARSHALLER));
  }

  private static ServerReflectionResponse reflect(GrpcNode node, ServerReflectionRequest request)
      throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(node.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable refusal) {
                    answer.completeExceptionally(refusal);
                  }

                  @Override
                  public void onCompleted() {}
                });
    questions.onNext(request);
    ServerReflectionResponse response = answer.get(10, TimeUnit.SECONDS);
    questions.onCompleted();
    return response;
  }
}
