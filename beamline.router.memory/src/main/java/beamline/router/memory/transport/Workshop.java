package beamline.router.memory.transport;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import java.util.function.BooleanSupplier;

/**
 * What the parts of one transport share: its settings, its timers, and the host's clock and
 * threads.
 */
final class Workshop {
  private final ComponentContext context;
  private final TransportSettings settings;
  private final Deadlines deadlines;
  private volatile boolean closed;

  Workshop(ComponentContext context, TransportSettings settings) {
    this.context = context;
    this.settings = settings;
    this.deadlines = new Deadlines(context.scheduler(), context::nanoTime);
  }

  TransportSettings settings() {
    return settings;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  Telemetry telemetry() {
    return context.telemetry();
  }

  long nanoTime() {
    return context.nanoTime();
  }

  long epochMillis() {
    return context.epochMillis();
  }

  boolean isClosed() {
    return closed;
  }

  /** Stops the timers. */
  void close() {
    closed = true;
    deadlines.close();
  }

  SerialRunner runner(int burst, BooleanSupplier step) {
    return new SerialRunner(context.executor(), deadlines, burst, step);
  }
}
