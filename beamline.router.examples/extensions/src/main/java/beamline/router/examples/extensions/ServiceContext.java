package beamline.router.examples.extensions;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What an extension needs where there is no engine: a thread, for timers and for what may block.
 */
final class ServiceContext implements ComponentContext, AutoCloseable {
  private final ComponentConfig config;
  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(
          2,
          task -> {
            Thread thread = new Thread(task, "beamline-extension");
            thread.setDaemon(true);
            return thread;
          });

  ServiceContext(ComponentConfig config) {
    this.config = config;
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
    return threads;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return threads;
  }

  @Override
  public Telemetry telemetry() {
    return Telemetry.NONE;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
