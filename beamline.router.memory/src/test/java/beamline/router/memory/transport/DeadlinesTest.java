package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.memory.transport.Deadlines.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final List<String> rung = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  @Test
  void actionsRunInTheOrderOfTheirTimes() {
    Deadlines deadlines = new Deadlines(scheduler, System::nanoTime);
    ring(deadlines, 300, "third");
    ring(deadlines, 100, "first");
    ring(deadlines, 200, "second");
    await().until(() -> rung.equals(List.of("first", "second", "third")));
  }

  @Test
  void aCancelledActionDoesNotRunAndLeavesNothingBehind() {
    Deadlines deadlines = new Deadlines(scheduler, System::nanoTime);
    for (int i = 0; i < 10_000; i++) {
      deadlines.cancel(deadlines.in(Duration.ofHours(1), () -> rung.add("cancelled")));
    }
    // One task at most, for the earliest of them all, whatever has been cancelled since.
    assertThat(scheduler.getQueue().size()).isLessThanOrEqualTo(1);
    ring(deadlines, 0, "next");
    await().until(() -> rung.equals(List.of("next")));
  }

  @Test
  void anActionThatFailsDoesNotStopTheOthers() {
    Deadlines deadlines = new Deadlines(scheduler, System::nanoTime);
    Deadline unused =
        deadlines.in(
            Duration.ZERO,
            () -> {
              throw new IllegalStateException("an action that fails on purpose");
            });
    ring(deadlines, 1, "after");
    await().until(() -> rung.equals(List.of("after")));
  }

  @Test
  void timesBeyondTheRangeOfTheClockAreFarAway() {
    Deadlines deadlines = new Deadlines(scheduler, () -> Long.MAX_VALUE - 5);
    Deadline far = deadlines.in(Duration.ofSeconds(Long.MAX_VALUE), () -> rung.add("far"));
    Deadline past = deadlines.in(Duration.ofSeconds(-1), () -> rung.add("past"));
    await().until(() -> rung.equals(List.of("past")));
    assertThat(past).isLessThan(far);
  }

  @Test
  void nothingRunsOnceClosed() {
    AtomicInteger ran = new AtomicInteger();
    Deadlines deadlines = new Deadlines(scheduler, System::nanoTime);
    List<Deadline> made = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      made.add(deadlines.in(Duration.ofMinutes(1), ran::incrementAndGet));
    }
    deadlines.close();
    made.add(deadlines.in(Duration.ZERO, ran::incrementAndGet));
    scheduler.getQueue().removeIf(task -> ((Future<?>) task).isCancelled());
    assertThat(scheduler.getQueue()).isEmpty();
    assertThat(ran).hasValue(0);
    assertThat(made).hasSize(101);
  }

  @Test
  void aSchedulerThatTakesNoMoreIsNoFault() {
    scheduler.shutdownNow();
    Deadlines deadlines = new Deadlines(scheduler, System::nanoTime);
    ring(deadlines, 0, "never");
    assertThat(rung).isEmpty();
  }

  private void ring(Deadlines deadlines, long millis, String name) {
    Deadline unused = deadlines.in(Duration.ofMillis(millis), () -> rung.add(name));
    assertThat(unused).isNotNull();
  }
}
