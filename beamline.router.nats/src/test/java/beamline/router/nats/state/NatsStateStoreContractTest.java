package beamline.router.nats.state;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.StateStore;
import beamline.router.testkit.contract.StateStoreContract;
import beamline.router.testkit.server.NatsServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NatsStateStoreContractTest extends StateStoreContract {
  private final AtomicInteger buckets = new AtomicInteger();
  private NatsServer server;

  @BeforeAll
  void startServer() {
    server = NatsServer.start();
  }

  @AfterAll
  void closeServer() {
    server.close();
  }

  @Override
  protected Map<String, String> config() {
    return Map.of("url", server.url(), "bucket", "state-" + buckets.incrementAndGet());
  }

  @Override
  protected StateStore create(ComponentContext context) {
    return new NatsStateStoreProvider().create(context);
  }
}
