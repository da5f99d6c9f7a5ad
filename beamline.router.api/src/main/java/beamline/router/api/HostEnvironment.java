package beamline.router.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What the host gives to the engine instead of letting it choose. The engine never closes any of
 * it.
 *
 * @param components instances that win over discovery, at most one per kind except codecs and
 *     extension sources
 * @param executor where blocking calls run; empty means the engine's own bounded pool (virtual
 *     threads on 21 and later)
 * @param scheduler where timers run; empty means one daemon thread of the engine
 * @param nanoTime a monotonic clock in nanoseconds, as {@link System#nanoTime()}
 * @param epochMillis the wall clock in milliseconds since the epoch
 * @param random uniform draws in [0, 1); must be safe for concurrent use; empty means a per-thread
 *     generator
 * @param classLoader where services of class path hosts are looked up; empty means the context
 *     class loader
 */
public record HostEnvironment(
    List<RouterComponent> components,
    Optional<Executor> executor,
    Optional<ScheduledExecutorService> scheduler,
    LongSupplier nanoTime,
    LongSupplier epochMillis,
    Optional<DoubleSupplier> random,
    Optional<ClassLoader> classLoader) {

  public HostEnvironment {
    components = List.copyOf(components);
  }
}
