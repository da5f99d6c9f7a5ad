package beamline.router.engine.flow;

import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ComponentProvider;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.TestComponentContext;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** The bus of one process. */
public final class MemoryBus implements Bus {
  private final TestComponentContext context = TestComponentContext.create();
  private final ComponentContext realTime = new RealTime(context);
  private final Transport transport;
  private final StateStore stateStore;

  /** A bus with the streams of its default configuration. */
  public MemoryBus() {
    transport = memory(TransportProvider.class).create(realTime);
    stateStore = memory(StateStoreProvider.class).create(realTime);
  }

  @Override
  public Transport node() {
    return transport;
  }

  @Override
  public Transport peer() {
    transport.connect().toCompletableFuture().join();
    return transport;
  }

  @Override
  public StateStore stateStore() {
    return stateStore;
  }

  @Override
  public void close() {
    transport.close();
    context.close();
  }

  private static <P extends ComponentProvider<?>> P memory(Class<P> kind) {
    return ServiceLoader.load(kind).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("memory"))
        .findFirst()
        .orElseThrow();
  }

  /** The clock of the node is that of the bus: streams say when they stored something. */
  private record RealTime(ComponentContext context) implements ComponentContext {
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
}
