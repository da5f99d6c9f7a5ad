package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SerialRunnerTest {
  private final RealTime host = new RealTime();
  private final Deadlines deadlines = new Deadlines(host.scheduler(), System::nanoTime);
  private final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void everythingIsDoneOnceAndOneAtATimeWhoeverWakes() {
    for (int burst : new int[] {1, 3, 1_000}) {
      done.set(0);
      SerialRunner runner = new SerialRunner(host.executor(), deadlines, burst, this::step);
      IntStream.range(0, 50_000)
          .parallel()
          .forEach(
              i -> {
                waiting.add(i);
                runner.wake();
              });
      await().until(() -> done.get() == 50_000);
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void aSaturatedExecutorDelaysButLosesNothing() {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    AtomicInteger refusals = new AtomicInteger();
    SerialRunner runner =
        new SerialRunner(
            task -> {
              if (refusals.incrementAndGet() % 3 != 0) {
                throw new RejectedExecutionException("saturated on purpose");
              }
              pool.execute(task);
            },
            deadlines,
            2,
            this::step);
    for (int i = 0; i < 10; i++) {
      waiting.add(i);
      runner.wake();
    }
    await().until(() -> done.get() == 10);
    pool.shutdownNow();
  }

  @Test
  void anExecutorThatRunsTasksInTheCallersThreadDoesNotNestThem() {
    SerialRunner runner = new SerialRunner(Runnable::run, deadlines, 1, this::step);
    IntStream.range(0, 200_000).forEach(waiting::add);
    runner.wake();
    assertThat(done).hasValue(200_000);
    waiting.add(1);
    runner.wake();
    assertThat(done).hasValue(200_001);
  }

  private boolean step() {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    Integer next = waiting.poll();
    if (next != null) {
      done.incrementAndGet();
    }
    inside.decrementAndGet();
    return next != null;
  }
}
