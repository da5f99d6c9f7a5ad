package beamline.router.nats.extension;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.nats.NatsComponents;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.testkit.contract.DurableExtensionStoreContract;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NatsExtensionStoreContractTest extends DurableExtensionStoreContract {
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
    return Map.of("url", server.url(), "bucket", "extensions-" + buckets.incrementAndGet());
  }

  @Override
  protected ExtensionStore create(ComponentContext context) {
    return new NatsExtensionStoreProvider().create(context);
  }

  @Override
  protected ExtensionStore reopen(ComponentContext context) {
    return create(context);
  }

  @Test
  void whatToolsPutIntoTheBucketIsTakenWhateverElseTheyPut() throws Exception {
    Connection connection = Nats.connect(server.url());
    try (ExtensionStore store = NatsComponents.extensionStore(connection)) {
      AtomicInteger told = new AtomicInteger();
      store.watch(told::incrementAndGet);
      KeyValue bucket = connection.keyValue("beamline-extensions");
      bucket.put("policies.default", "{}".getBytes(StandardCharsets.UTF_8));
      bucket.put("extensions.broken", new byte[] {'{', (byte) 0xff});
      bucket.put("extensions.pii_guard", "{\"type\": \"pre\"}".getBytes(StandardCharsets.UTF_8));
      eventually("two extensions are told", () -> told.get() == 2);
      assertThat(store.current().documents())
          .extracting(it -> it.id() + " " + it.json())
          .containsExactly("pii_guard {\"type\": \"pre\"}");
      assertThat(store.current().unreadable())
          .containsExactly(Map.entry("broken", "revision 2 is not UTF-8"));
      assertThatThrownBy(() -> store.put(ExtensionDocument.of("large", "x".repeat(2 << 20)), 0))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
          .hasMessageStartingWith("extension large: has 2097152 bytes, must have at most ");
    } finally {
      connection.close();
    }
  }
}
