package beamline.router.nats.transport;

import beamline.router.spi.Transport;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.contract.TransportContract;
import beamline.router.testkit.server.NatsServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsTransportContractTest extends TransportContract {
  private static NatsServer server;
  private static TestComponentContext context;

  @BeforeAll
  static void startServer() {
    server = NatsServer.start();
    context = TestComponentContext.live("transport.nats.", Map.of("url", server.url()));
  }

  @AfterAll
  static void closeServer() {
    context.close();
    server.close();
  }

  @Override
  protected Transport createTransport() {
    return new NatsTransportProvider().create(context);
  }
}
