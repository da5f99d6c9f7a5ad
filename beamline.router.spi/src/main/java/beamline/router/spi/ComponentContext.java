package beamline.router.spi;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the engine lends to a component. Only ever grows: implemented by the engine and by the
 * testkit.
 */
public interface ComponentContext {

  /** What is configured below the component's prefix, such as {@code policy-store.file.}. */
  ComponentConfig config();

  /** A monotonic clock in nanoseconds. */
  long nanoTime();

  /** The wall clock in milliseconds since the epoch. */
  long epochMillis();

  /** Where blocking work runs. Not to be closed. */
  Executor executor();

  /** Where timers run; tasks must be short. Not to be closed. */
  ScheduledExecutorService scheduler();

  /** Where to tell what happened. */
  Telemetry telemetry();
}
