package beamline.router.engine.flow;

import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.TestComponentContext;

/** The bus of one process. */
public final class MemoryBus implements Bus {
  private final TestComponentContext context = TestComponentContext.builder().live().build();
  private final Transport transport;
  private final StateStore stateStore;

  /** A bus with the streams of its default configuration. */
  public MemoryBus() {
    transport = Providers.named(TransportProvider.class, "memory").create(context);
    stateStore = Providers.named(StateStoreProvider.class, "memory").create(context);
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
}
