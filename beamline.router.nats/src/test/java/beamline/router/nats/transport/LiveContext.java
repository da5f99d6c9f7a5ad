package beamline.router.nats.transport;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** A host with threads and the clocks of this machine. */
final class LiveContext implements ComponentContext, AutoCloseable {
  private final ComponentConfig config;
  private final Telemetry telemetry;
  private final ExecutorService executor = Executors.newFixedThreadPool(4, daemons());
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(daemons());

  LiveContext(Map<String, String> values) {
    this(values, Telemetry.NONE);
  }

  LiveContext(Map<String, String> values, Telemetry telemetry) {
    this.config = new ComponentConfig("transport.nats.", values);
    this.telemetry = telemetry;
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
    return executor;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public Telemetry telemetry() {
    return telemetry;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    scheduler.shutdownNow();
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "host");
      thread.setDaemon(true);
      return thread;
    };
  }
}
