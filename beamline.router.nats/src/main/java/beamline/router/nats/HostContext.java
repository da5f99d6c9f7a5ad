package beamline.router.nats;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a component needs that no engine has created: few threads, none before its first task. */
final class HostContext implements ComponentContext {
  private static final int WORKERS = 2;
  private static final int WAITING = 1024;
  private static final long IDLE_SECONDS = 30;

  private final ComponentConfig config;
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          WORKERS,
          WORKERS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          daemons("nats-worker"));
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, daemons("nats-timer"));

  HostContext(String prefix, Map<String, String> settings) {
    config = new ComponentConfig(prefix, settings);
    workers.allowCoreThreadTimeOut(true);
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public ComponentConfig config() {
    return config;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long epochMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public Executor executor() {
    return workers;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return timers;
  }

  @Override
  public Telemetry telemetry() {
    return Telemetry.NONE;
  }

  void close() {
    timers.shutdownNow();
    workers.shutdown();
  }

  private static ThreadFactory daemons(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "beamline-router-" + role + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
