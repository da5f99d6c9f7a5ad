package beamline.router.benchmarks;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** What a component needs when no engine is there. */
record LocalContext(ComponentConfig config) implements ComponentContext {

  /** Nothing is configured. */
  LocalContext() {
    this(ComponentConfig.empty());
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
    return Runnable::run;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    throw new UnsupportedOperationException("nothing measured here needs a timer");
  }

  @Override
  public Telemetry telemetry() {
    return Telemetry.NONE;
  }
}
