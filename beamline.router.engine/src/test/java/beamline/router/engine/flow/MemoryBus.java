package beamline.router.engine.flow;

import beamline.router.spi.ComponentProvider;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.TestComponentContext;
import java.util.ServiceLoader;

/** The bus of one process. */
public final class MemoryBus implements Bus {
  private final TestComponentContext context = TestComponentContext.create();
  private final Transport transport;
  private final StateStore stateStore;

  /** A bus with the streams of its default configuration. */
  public MemoryBus() {
    transport = memory(TransportProvider.class).create(context);
    stateStore = memory(StateStoreProvider.class).create(context);
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
}
