package beamline.router.engine.flow.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void whatFindsNoSlotRunsWhenOneIsFree() {
    Slots slots = new Slots(1, 2);
    List<String> ran = new ArrayList<>();

    assertThat(slots.enter(() -> ran.add("a"))).isTrue();
    assertThat(slots.enter(() -> ran.add("b"))).isTrue();
    assertThat(slots.enter(() -> ran.add("c"))).isTrue();
    assertThat(slots.enter(() -> ran.add("d"))).isFalse();
    assertThat(ran).containsExactly("a");

    slots.leave();
    slots.leave();
    assertThat(ran).containsExactly("a", "b", "c");
  }

  @Test
  void aSlotThatIsLeftAtOnceDoesNotNestTheWorkThatWaits() {
    Slots slots = new Slots(1, 100_000);
    AtomicInteger ran = new AtomicInteger();
    slots.enter(() -> {});
    for (int i = 0; i < 100_000; i++) {
      slots.enter(
          () -> {
            ran.incrementAndGet();
            slots.leave();
          });
    }

    slots.leave();

    assertThat(ran).hasValue(100_000);
  }

  @Test
  void manyThreadsNeverUseMoreThanThereIs() throws InterruptedException {
    int total = 20_000;
    Slots slots = new Slots(3, total);
    AtomicInteger inUse = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(total);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    ExecutorService leavers = Executors.newFixedThreadPool(2);
    for (int i = 0; i < total; i++) {
      threads.execute(
          () ->
              slots.enter(
                  () -> {
                    most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                    leavers.execute(
                        () -> {
                          inUse.decrementAndGet();
                          slots.leave();
                          done.countDown();
                        });
                  }));
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isLessThanOrEqualTo(3);
    threads.shutdownNow();
    leavers.shutdownNow();
  }
}
