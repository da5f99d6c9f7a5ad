package beamline.router.nats.policy;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.DurablePolicyStoreContract;
import beamline.router.testkit.server.NatsServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NatsPolicyStoreContractTest extends DurablePolicyStoreContract {
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
    return Map.of("url", server.url(), "bucket", "policies-" + buckets.incrementAndGet());
  }

  @Override
  protected PolicyStore create(ComponentContext context) {
    return new NatsPolicyStoreProvider().create(context);
  }

  @Override
  protected PolicyStore reopen(ComponentContext context) {
    return create(context);
  }
}
