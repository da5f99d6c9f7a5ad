package beamline.router.nats.audit;

import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.DurableAuditSinkContract;
import beamline.router.testkit.server.NatsServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NatsAuditSinkContractTest extends DurableAuditSinkContract {
  private final AtomicInteger streams = new AtomicInteger();
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
    int number = streams.incrementAndGet();
    return Map.of(
        "url", server.url(), "stream", "AUDIT_" + number, "subject-prefix", "audit" + number + ".");
  }

  @Override
  protected AuditSink create(ComponentContext context) {
    return new NatsAuditSinkProvider().create(context);
  }

  @Override
  protected AuditSink reopen(ComponentContext context) {
    return create(context);
  }
}
