package beamline.router.examples.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GrpcServerTest {

  @Test
  void whoeverBringsMoreWorkThanMayWaitDoesItItself() {
    ThreadPoolExecutor executor = GrpcServer.executor(1);
    CountDownLatch free = new CountDownLatch(1);
    try {
      for (int i = 0; i <= GrpcServer.WAITING; i++) {
        executor.execute(() -> await(free));
      }
      assertThat(executor.getQueue()).hasSize(GrpcServer.WAITING);
      AtomicReference<Thread> worker = new AtomicReference<>();
      executor.execute(() -> worker.set(Thread.currentThread()));
      assertThat(worker).hasValue(Thread.currentThread());
    } finally {
      free.countDown();
      executor.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
