package beamline.router.examples.node.dlq;

import beamline.router.api.ComponentKeys;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.examples.node.Daemons;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The transport of the node's settings, for a tool that needs no router around it. */
final class Bus implements ComponentContext, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ComponentConfig config;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(Daemons.named("beamline-dlq"));
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("beamline-dlq-timer"));
  private final Transport transport;

  private Bus(RouterConfig config, String name) {
    String prefix = "transport." + name + ".";
    this.config = new ComponentConfig(prefix, config.below(prefix));
    transport = provider(name).create(this);
  }

  /** Connects as a node with these settings would. */
  static Bus connect(RouterConfig config) {
    Bus bus = new Bus(config, config.get(ComponentKeys.TRANSPORT).orElse("nats"));
    try {
      await(bus.transport.connect());
      return bus;
    } catch (RouterException e) {
      bus.close();
      throw e;
    }
  }

  Transport transport() {
    return transport;
  }

  /** What the bus answers, within a generous time. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RouterException fault) {
        throw fault;
      }
      throw new RouterException(
          ErrorCode.NATS_UNAVAILABLE, "the bus does not answer within " + PATIENCE, e);
    }
  }

  private static TransportProvider provider(String name) {
    for (TransportProvider provider : ServiceLoader.load(TransportProvider.class)) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new RouterException(
        ErrorCode.CONFIGURATION_INVALID, "transport is '" + name + "', which is not here");
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
    return Telemetry.NONE;
  }

  @Override
  public void close() {
    transport.close();
    scheduler.shutdownNow();
    executor.shutdownNow();
  }
}
