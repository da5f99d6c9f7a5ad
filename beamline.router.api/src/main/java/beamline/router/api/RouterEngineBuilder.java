package beamline.router.api;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an engine is made of. Not safe for concurrent use; one builder builds one engine.
 *
 * <p>Everything has a default: without any call the engine runs on the embedded in-memory
 * components found by {@link ServiceLoader}.
 */
public final class RouterEngineBuilder {
  private final List<RouterComponent> components = new ArrayList<>();
  private RouterConfig config = RouterConfig.defaults();
  private @Nullable Executor executor;
  private @Nullable ScheduledExecutorService scheduler;
  private LongSupplier nanoTime = System::nanoTime;
  private LongSupplier epochMillis = System::currentTimeMillis;
  private @Nullable DoubleSupplier random;
  private @Nullable ClassLoader classLoader;

  RouterEngineBuilder() {}

  /** Uses this configuration; the default is {@link RouterConfig#defaults()}. */
  public RouterEngineBuilder config(RouterConfig value) {
    config = Objects.requireNonNull(value, "config");
    return this;
  }

  /**
   * Uses this instance for its kind, whatever discovery would find. The host stays its owner and
   * closes it.
   */
  public RouterEngineBuilder with(RouterComponent component) {
    components.add(Objects.requireNonNull(component, "component"));
    return this;
  }

  /** Runs blocking calls (stores, extensions) on this executor. The host stays its owner. */
  public RouterEngineBuilder executor(Executor value) {
    executor = Objects.requireNonNull(value, "executor");
    return this;
  }

  /** Runs timers on this scheduler. The host stays its owner. */
  public RouterEngineBuilder scheduler(ScheduledExecutorService value) {
    scheduler = Objects.requireNonNull(value, "scheduler");
    return this;
  }

  /**
   * Reads time from these clocks: a monotonic one in nanoseconds and the wall clock in epoch
   * milliseconds.
   */
  public RouterEngineBuilder clock(LongSupplier monotonicNanos, LongSupplier wallMillis) {
    nanoTime = Objects.requireNonNull(monotonicNanos, "monotonicNanos");
    epochMillis = Objects.requireNonNull(wallMillis, "wallMillis");
    return this;
  }

  /**
   * Takes draws in [0, 1) from this source, which must be safe for concurrent use. For reproducible
   * tests.
   */
  public RouterEngineBuilder random(DoubleSupplier value) {
    random = Objects.requireNonNull(value, "random");
    return this;
  }

  /** Looks services up with this class loader; for class path hosts with several loaders. */
  public RouterEngineBuilder classLoader(ClassLoader value) {
    classLoader = Objects.requireNonNull(value, "classLoader");
    return this;
  }

  /**
   * Builds the engine.
   *
   * @throws RouterException with {@link ErrorCode#CONFIGURATION_INVALID} when no engine, or more
   *     than one, is on the path, or a component cannot be chosen
   */
  public RouterEngine build() {
    HostEnvironment environment =
        new HostEnvironment(
            components,
            Optional.ofNullable(executor),
            Optional.ofNullable(scheduler),
            nanoTime,
            epochMillis,
            Optional.ofNullable(random),
            Optional.ofNullable(classLoader));
    return onlyProvider().create(config, environment);
  }

  private RouterEngineProvider onlyProvider() {
    try {
      Iterator<RouterEngineProvider> found = engines().iterator();
      if (!found.hasNext()) {
        throw new RouterException(
            ErrorCode.CONFIGURATION_INVALID,
            "no router engine found: add module beamline.router.engine (artifact beamline-router-engine)");
      }
      RouterEngineProvider first = found.next();
      if (found.hasNext()) {
        throw new RouterException(
            ErrorCode.CONFIGURATION_INVALID,
            "more than one router engine found: "
                + first.getClass().getName()
                + " and "
                + found.next().getClass().getName());
      }
      return first;
    } catch (ServiceConfigurationError e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "the router engine cannot be loaded: " + e.getMessage(),
          e);
    }
  }

  private ServiceLoader<RouterEngineProvider> engines() {
    if (classLoader != null) {
      return ServiceLoader.load(RouterEngineProvider.class, classLoader);
    }
    ModuleLayer layer = RouterEngineBuilder.class.getModule().getLayer();
    return layer != null
        ? ServiceLoader.load(layer, RouterEngineProvider.class)
        : ServiceLoader.load(RouterEngineProvider.class);
  }
}
