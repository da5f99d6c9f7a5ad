package beamline.router.engine.flow;

import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import beamline.router.testkit.TestComponentContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An account of a real server; every node has a connection of its own, the peers share one. */
final class NatsBus implements Bus {
  static final String PASSWORD = "secret";

  private final List<Transport> transports = new CopyOnWriteArrayList<>();
  private final TestComponentContext context;
  private final TestComponentContext stateContext;
  private final Transport peer;
  private final StateStore stateStore;

  NatsBus(String url, String user) {
    Map<String, String> login = Map.of("url", url, "username", user, "password", PASSWORD);
    context = TestComponentContext.live("transport.nats.", login);
    stateContext = TestComponentContext.live("state-store.nats.", login);
    peer = node();
    peer.connect().toCompletableFuture().join();
    stateStore = Providers.named(StateStoreProvider.class, "nats").create(stateContext);
  }

  @Override
  public Transport node() {
    Transport transport = Providers.named(TransportProvider.class, "nats").create(context);
    transports.add(transport);
    return transport;
  }

  @Override
  public Transport peer() {
    return peer;
  }

  @Override
  public StateStore stateStore() {
    return stateStore;
  }

  @Override
  public void close() {
    transports.forEach(Transport::close);
    stateStore.close();
    context.close();
    stateContext.close();
  }
}
