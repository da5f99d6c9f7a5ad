package beamline.router.engine.flow;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The clock of the node is that of the bus: streams say when they stored something. */
record RealTime(ComponentContext context) implements ComponentContext {
  @Override
  public ComponentConfig config() {
    return context.config();
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
    return context.executor();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return context.scheduler();
  }

  @Override
  public Telemetry telemetry() {
    return context.telemetry();
  }
}
