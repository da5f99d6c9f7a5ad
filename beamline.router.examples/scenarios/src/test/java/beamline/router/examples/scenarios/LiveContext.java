package beamline.router.examples.scenarios;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The threads of a test, and the clock of the router, which has to be the same as the bus's. */
final class LiveContext implements ComponentContext, AutoCloseable {
  private final TestComponentContext threads = TestComponentContext.create();
  private final ComponentConfig config;

  /** For the transport of this name. */
  LiveContext(String transport, Map<String, String> settings) {
    config = new ComponentConfig("transport." + transport + ".", settings);
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
    return threads.executor();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return threads.scheduler();
  }

  @Override
  public Telemetry telemetry() {
    return Telemetry.NONE;
  }

  @Override
  public void close() {
    threads.close();
  }
}
