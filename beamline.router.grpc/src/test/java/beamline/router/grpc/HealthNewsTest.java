package beamline.router.grpc;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.grpc.HealthService.Asked;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.ServerCallStreamObserver;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a router that is up and down, or cannot say how it is. */
class HealthNewsTest {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Health.Status status = Health.Status.UP;
  private volatile boolean speechless;
  private final HealthWatches watches =
      new HealthWatches(
          (RouterEngine)
              Proxy.newProxyInstance(
                  RouterEngine.class.getClassLoader(),
                  new Class<?>[] {RouterEngine.class},
                  (proxy, method, arguments) -> health()));

  private Health health() {
    asked.incrementAndGet();
    if (speechless) {
      throw new IllegalStateException("cannot say");
    }
    return Health.of(List.of(new Health.Component("engine", status, "")));
  }

  @AfterEach
  void stop() {
    watches.end();
  }

  @Test
  void eachChangeIsToldOnceHoweverOftenItIsLooked() {
    Caller caller = new Caller();
    watches.add(caller, Asked.WORK);
    status = Health.Status.DOWN;
    eventually("the change is told", () -> caller.news.size() == 2);
    int before = asked.get();
    eventually("it was looked again, and told", () -> asked.get() >= before + 2);
    assertThat(caller.news).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
  }

  @Test
  void whoeverCannotBeToldTheHealthTakesNoPlace() {
    speechless = true;
    for (int i = 0; i <= HealthWatches.MOST; i++) {
      assertThatThrownBy(() -> watches.add(new Caller(), Asked.WORK)).hasMessage("cannot say");
    }
    speechless = false;
    Caller caller = new Caller();
    watches.add(caller, Asked.WORK);
    status = Health.Status.DOWN;
    eventually("somebody looks", () -> caller.news.size() == 2);
    assertThat(caller.news).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
  }

  /** Takes everything. */
  private static final class Caller extends ServerCallStreamObserver<HealthCheckResponse> {
    private final List<ServingStatus> news = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(HealthCheckResponse response) {
      news.add(response.getStatus());
    }

    @Override
    public void onError(Throwable end) {}

    @Override
    public void onCompleted() {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void request(int count) {}

    @Override
    public void disableAutoInboundFlowControl() {}
  }
}
