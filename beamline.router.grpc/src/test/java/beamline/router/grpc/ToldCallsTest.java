package beamline.router.grpc;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.proto.flow.v1.GetPolicyRequest;
import beamline.router.spi.Extension;
import beamline.router.testkit.FakeExtension;
import beamline.router.testkit.FakeExtensionSource;
import beamline.router.testkit.RecordingTelemetry;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldCallsTest {
  private static final String DECIDE = "beamline.flow.v1.Router/Decide";

  @TempDir static Path folder;

  private final RecordingTelemetry heard = new RecordingTelemetry();
  private PlainNode node;

  @BeforeEach
  void start() throws Exception {
    FakeExtensionSource extensions =
        new FakeExtensionSource().with("hanging", Extension.Kind.PRE, FakeExtension.hanging());
    node =
        new PlainNode(
                folder,
                Runnable::run,
                Map.of("intake.max-payload-bytes", "1000"),
                heard,
                extensions)
            .policy("acme", "{'providers':[{'name':'gpt','weight':1}]}")
            .policy(
                "slow",
                "{'providers':[{'name':'gpt','weight':1}],'pre':[{'id':'hanging','timeout_ms':5000}]}");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aDecisionIsTold() {
    RouterGrpc.newBlockingStub(node.channel()).decide(GrpcNode.request("acme"));

    assertThat(began()).containsExactly(DECIDE);
    assertThat(ended()).containsExactly(DECIDE + " OK");
  }

  @Test
  void aRefusalIsToldByItsStatusWhereverItIsMade() {
    Refusal.of(() -> RouterGrpc.newBlockingStub(node.channel()).decide(GrpcNode.request("nobody")));
    Refusal.of(
        () ->
            RouterGrpc.newBlockingStub(node.channel())
                .decide(
                    GrpcNode.request("acme").toBuilder()
                        .putContext("padding", "x".repeat(1000))
                        .build()));
    Refusal.of(
        () ->
            RouterAdminGrpc.newBlockingStub(node.channel())
                .getPolicy(GetPolicyRequest.getDefaultInstance()));

    assertThat(ended())
        .containsExactly(
            DECIDE + " NOT_FOUND",
            DECIDE + " INVALID_ARGUMENT",
            "beamline.flow.v1.RouterAdmin/GetPolicy UNAUTHENTICATED");
  }

  @Test
  void aCallThatIsCancelledIsToldAsSuch() {
    Future<?> call = RouterGrpc.newFutureStub(node.channel()).decide(GrpcNode.request("slow"));
    eventually(() -> "it began", () -> !began().isEmpty());
    call.cancel(true);

    eventually(() -> "it ended", () -> !ended().isEmpty());
    assertThat(ended()).containsExactly(DECIDE + " " + Status.Code.CANCELLED);
  }

  private List<String> began() {
    return heard.events("callBegan").stream()
        .map(event -> event.values().get(1).toString())
        .toList();
  }

  private List<String> ended() {
    return heard.events("callEnded").stream()
        .map(event -> event.values().get(1) + " " + event.values().get(2))
        .toList();
  }
}
