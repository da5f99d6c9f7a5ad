package beamline.router.engine.discovery;

import beamline.router.api.HostEnvironment;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine's blocking calls and timers run: on what the host passed in, else on our own
 * daemon threads, none of which is started before its first task. Safe for concurrent use.
 */
final class EngineThreads {
  private static final String PREFIX = "beamline-router-";

  /** Tasks that may wait for a thread; beyond that they are refused, so that memory is bounded. */
  private static final int WAITING_TASKS_PER_THREAD = 256;

  private static final long IDLE_SECONDS = 30;

  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final @Nullable ExecutorService ownExecutor;
  private final @Nullable ScheduledExecutorService ownScheduler;

  EngineThreads(HostEnvironment environment, int maxThreads) {
    ownExecutor = environment.executor().isPresent() ? null : workers(maxThreads);
    ownScheduler = environment.scheduler().isPresent() ? null : timers();
    executor = ownExecutor != null ? ownExecutor : environment.executor().orElseThrow();
    scheduler = ownScheduler != null ? ownScheduler : environment.scheduler().orElseThrow();
  }

  Executor executor() {
    return executor;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /** Ends our own threads, waiting at most this long for tasks under way. */
  void close(long timeoutNanos) {
    long end = System.nanoTime() + timeoutNanos;
    if (ownScheduler != null) {
      ownScheduler.shutdownNow();
    }
    if (ownExecutor != null) {
      ownExecutor.shutdown();
      try {
        if (!ownExecutor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          ownExecutor.shutdownNow();
        }
      } catch (InterruptedException e) {
        ownExecutor.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ExecutorService workers(int maxThreads) {
    ThreadPoolExecutor workers =
        new ThreadPoolExecutor(
            maxThreads,
            maxThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(maxThreads * WAITING_TASKS_PER_THREAD),
            workerFactory());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  private static ScheduledExecutorService timers() {
    ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, daemons("timer"));
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  /** Virtual threads where the platform has them (21 and later). */
  private static ThreadFactory workerFactory() {
    try {
      Class<?> builderType = Class.forName("java.lang.Thread$Builder");
      Method name = builderType.getMethod("name", String.class, long.class);
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named = name.invoke(builder, PREFIX + "worker-", 0L);
      return (ThreadFactory) builderType.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      return daemons("worker");
    }
  }

  private static ThreadFactory daemons(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, PREFIX + role + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
