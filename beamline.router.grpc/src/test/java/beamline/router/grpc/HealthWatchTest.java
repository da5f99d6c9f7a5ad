package beamline.router.grpc;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthWatchTest {
  private static final String POLICY =
      "{'version':'1.0','providers':[{'name':'gpu','weight':100}]}";

  @TempDir static Path folder;

  private PlainNode node;

  @BeforeEach
  void start() throws Exception {
    node = new PlainNode(folder, Runnable::run, Map.of()).policy("acme", POLICY);
  }

  @AfterEach
  void stop() {
    node.close();
    eventually("nobody looks any more", () -> !isLookedAfter());
  }

  @Test
  void whoWatchesIsToldTheStatusAtOnceAndWhenItChanges() throws Exception {
    List<Watcher> watchers = new ArrayList<>();
    for (String service :
        new String[] {
          "",
          "beamline.flow.v1.Router",
          "beamline.flow.v1.RouterAdmin",
          "beamline.router.v1.Executions",
          "beamline.router.v1.AccessAdmin",
          "beamline.router.v1.TenantAdmin",
          "beamline.router.v1.ControlAdmin",
          "beamline.router.v1.ExtensionAdmin",
          "beamline.router.v1.AuditAdmin"
        }) {
      watchers.add(watch(service));
    }
    for (Watcher watcher : watchers) {
      assertThat(watcher.next()).isEqualTo(ServingStatus.SERVING);
    }
    node.router().drain(Duration.ZERO);
    for (Watcher watcher : watchers) {
      assertThat(watcher.next()).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(watcher.end).isNotDone();
    }
  }

  @Test
  void withoutAPolicyNothingIsDecidedAndEverythingCanBeAdministered() throws Exception {
    try (PlainNode fresh = new PlainNode(folder, Runnable::run, Map.of())) {
      assertThat(check(fresh, "")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(check(fresh, "beamline.flow.v1.Router")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(check(fresh, "beamline.flow.v1.RouterAdmin")).isEqualTo(ServingStatus.SERVING);
      assertThat(check(fresh.policy("acme", POLICY), "")).isEqualTo(ServingStatus.SERVING);
    }
  }

  private static ServingStatus check(PlainNode node, String service) {
    return HealthGrpc.newBlockingStub(node.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Test
  void whoWatchesAServiceThatThereIsNotIsToldSoAndMayWait() throws Exception {
    Watcher watcher = watch("beamline.flow.v2.Router");
    assertThat(watcher.next()).isEqualTo(ServingStatus.SERVICE_UNKNOWN);
    Watcher other = watch("");
    assertThat(other.next()).isEqualTo(ServingStatus.SERVING);
    node.router().drain(Duration.ZERO);
    assertThat(other.next()).isEqualTo(ServingStatus.NOT_SERVING);
    assertThat(watcher.end).isNotDone();
    node.services().endWatches();
    assertThat(watcher.end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(watcher.told).as("told until then").isEmpty();
  }

  @Test
  void nobodyLooksWhenWhoWatchedIsGone() throws Exception {
    Watcher one = watch("");
    Watcher other = watch("nothing");
    one.next();
    other.next();
    assertThat(isLookedAfter()).isTrue();
    one.call.cancel("enough", null);
    other.call.cancel("enough", null);
    eventually("nobody looks any more", () -> !isLookedAfter());
    assertThat(watch("").next()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void onlySoManyMayWatchAndWhoGoesMakesRoom() throws Exception {
    List<Watcher> watchers = new ArrayList<>();
    for (int i = 0; i < HealthWatches.MOST; i++) {
      watchers.add(watch(i % 2 == 0 ? "" : "nothing"));
    }
    for (Watcher watcher : watchers) {
      watcher.next();
    }
    assertThat(watch("").end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    watchers.get(0).call.cancel("enough", null);
    eventually("there is room", () -> !watch("").isRefused());
  }

  @Test
  void whoWatchesIsSentAwayWhenTheServerIsAboutToStop() throws Exception {
    Watcher watcher = watch("");
    watcher.next();
    node.services().endWatches();
    assertThat(watcher.end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(watch("").end.get(1, TimeUnit.MINUTES)).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(
            HealthGrpc.newBlockingStub(node.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  private Watcher watch(String service) {
    Watcher watcher = new Watcher();
    HealthGrpc.newStub(node.channel())
        .watch(HealthCheckRequest.newBuilder().setService(service).build(), watcher);
    return watcher;
  }

  private static boolean isLookedAfter() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(HealthWatches.THREAD));
  }

  private static final class Watcher
      implements ClientResponseObserver<HealthCheckRequest, HealthCheckResponse> {
    private final BlockingQueue<ServingStatus> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
    private volatile ClientCallStreamObserver<HealthCheckRequest> call;

    ServingStatus next() throws InterruptedException {
      return told.poll(1, TimeUnit.MINUTES);
    }

    /** Whether it is sent away instead of being told something. */
    boolean isRefused() {
      eventually("it hears something", () -> end.isDone() || !told.isEmpty());
      return end.isDone();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<HealthCheckRequest> started) {
      call = started;
    }

    @Override
    public void onNext(HealthCheckResponse response) {
      told.add(response.getStatus());
    }

    @Override
    public void onError(Throwable refusal) {
      end.complete(((StatusRuntimeException) refusal).getStatus().getCode());
    }

    @Override
    public void onCompleted() {
      end.complete(Status.Code.OK);
    }
  }
}
