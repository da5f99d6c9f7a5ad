package beamline.router.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.spi.Transport.State;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A host with a connection of its own. */
final class NatsComponentsTest {

  @Test
  void theHostsConnectionIsUsedAndStaysOpen() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Connection connection = Nats.connect(server.url());
      Transport transport = NatsComponents.transport(connection);
      transport.connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
      transport.serve(
          "echo",
          "",
          request ->
              transport.publish(Message.of(request.replyTo().orElseThrow(), request.payload())));
      Message reply =
          transport
              .request(
                  Message.of("echo", "x".getBytes(StandardCharsets.UTF_8)), Duration.ofSeconds(10))
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);
      assertEquals("x", new String(reply.payload(), StandardCharsets.UTF_8));
      transport.close();
      assertEquals(State.DISCONNECTED, transport.state());
      assertEquals(Connection.Status.CONNECTED, connection.getStatus());
      connection.flush(Duration.ofSeconds(5));
      connection.close();
    }
  }

  @Test
  void aSettingWithoutAValidValueIsRefused() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Connection connection = Nats.connect(server.url());
      RouterException refusal =
          assertThrows(
              RouterException.class,
              () -> NatsComponents.transport(connection, Map.of("jetstream.manage", "perhaps")));
      assertEquals(ErrorCode.CONFIGURATION_INVALID, refusal.code());
      connection.close();
    }
  }
}
