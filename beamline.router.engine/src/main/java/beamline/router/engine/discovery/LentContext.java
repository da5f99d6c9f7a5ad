package beamline.router.engine.discovery;

import beamline.router.api.HostEnvironment;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What the engine lends to one component. */
record LentContext(
    ComponentConfig config, HostEnvironment environment, EngineThreads threads, Telemetry telemetry)
    implements ComponentContext {

  @Override
  public long nanoTime() {
    return environment.nanoTime().getAsLong();
  }

  @Override
  public long epochMillis() {
    return environment.epochMillis().getAsLong();
  }

  @Override
  public Executor executor() {
    return threads.executor();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return threads.scheduler();
  }
}
