package beamline.router.examples.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.nats.NatsComponents;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Requests as a router sends them. */
record Bus(Transport transport) implements AutoCloseable {

  static Bus on(String url) {
    Transport transport =
        NatsComponents.transport(Map.of("url", url, "jetstream.enabled", "false"));
    transport.connect().toCompletableFuture().join();
    return new Bus(transport);
  }

  String ask(String subject, String request) {
    return askWithHeaders(subject, request, Map.of());
  }

  void awaitServed(String subject) {
    Eventually.eventually(
        () -> subject + " is served",
        () -> {
          try {
            return !ask(subject, "{}").isEmpty();
          } catch (CompletionException e) {
            return false;
          }
        });
  }

  String askWithHeaders(String subject, String request, Map<String, String> headers) {
    Message reply =
        transport
            .request(Message.of(subject, request.getBytes(UTF_8), headers), Duration.ofSeconds(10))
            .toCompletableFuture()
            .join();
    return new String(reply.payload(), UTF_8);
  }

  @Override
  public void close() {
    transport.close();
  }
}
