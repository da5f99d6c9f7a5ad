package beamline.router.engine.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.engine.extension.call.Attempt;
import beamline.router.engine.extension.call.CallTerms;
import beamline.router.engine.extension.call.Deadlines;
import beamline.router.spi.Extension;
import beamline.router.testkit.TestComponentContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetriedCallTest {
  private final TestComponentContext context = TestComponentContext.builder().live().build();
  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> waits = new ArrayList<>();

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void aTimeOutIsTriedAgainAsOftenAsTheTermsSay() {
    RetriedCall call = call(50, 1, 10_000, this::late);
    assertTimedOut(call);
    assertThat(waits).containsExactly(50L, 50L);
    assertThat(call.retries()).isEqualTo(1);
    assertThat(call.hadItsTime()).isTrue();
  }

  @Test
  void aLaterTryMaySucceed() {
    RetriedCall call =
        call(
            50,
            2,
            10_000,
            millis ->
                waits.isEmpty()
                    ? late(millis)
                    : CompletableFuture.completedFuture(Extension.Reply.proceed()));
    assertThat(call.run().toCompletableFuture().join()).isEqualTo(Extension.Reply.proceed());
  }

  @Test
  void whatTheRequestHasNoTimeForIsNotTriedAgain() {
    RetriedCall call = call(50, 3, 140, this::late);
    assertTimedOut(call);
    assertThat(waits).containsExactly(50L);
    assertThat(call.retries()).isZero();
  }

  @Test
  void aRequestInAHurryCutsTheTimeAndTheExtensionIsNotToBlame() {
    RetriedCall call = call(50, 0, 30, this::late);
    assertTimedOut(call);
    assertThat(waits).containsExactly(30L);
    assertThat(call.hadItsTime()).isFalse();
  }

  @Test
  void whatFailsOtherwiseIsNotTriedAgain() {
    RetriedCall call =
        call(
            50,
            3,
            10_000,
            millis -> {
              waits.add(millis);
              return CompletableFuture.failedFuture(new IllegalStateException("boom"));
            });
    assertThatThrownBy(() -> call.run().toCompletableFuture().join())
        .hasRootCauseInstanceOf(IllegalStateException.class);
    assertThat(waits).hasSize(1);
  }

  @Test
  void anAttemptThatThrowsIsAFailedCall() {
    RetriedCall call =
        call(
            50,
            3,
            10_000,
            millis -> {
              throw new RejectedExecutionException("closed");
            });
    assertThatThrownBy(() -> call.run().toCompletableFuture().join())
        .hasRootCauseInstanceOf(RejectedExecutionException.class);
  }

  /** Nothing comes in time. */
  private CompletableFuture<Extension.Reply> late(long millis) {
    waits.add(millis);
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    return CompletableFuture.failedFuture(new TimeoutException());
  }

  private RetriedCall call(int timeout, int retries, long left, Attempt attempt) {
    return new RetriedCall(
        attempt,
        new CallTerms(timeout, retries, Map.of()),
        left,
        new Deadlines(context.scheduler(), context.executor()),
        nanos::get);
  }

  private static void assertTimedOut(RetriedCall call) {
    assertThatThrownBy(() -> call.run().toCompletableFuture().join())
        .hasRootCauseInstanceOf(TimeoutException.class);
  }
}
