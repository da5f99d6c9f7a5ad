package beamline.router.nats.policy;

import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.EditedPolicyStoreContract;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NatsPolicyStoreContractTest extends EditedPolicyStoreContract {
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

  @Override
  protected void corrupt(PolicyKey key) {
    try (PolicyNodes nodes = new PolicyNodes()) {
      nodes
          .connect(server.url())
          .keyValue("policies-" + buckets.get())
          .put(PolicyEntry.keyOf(key), new byte[] {'{', (byte) 0xff});
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }
}
